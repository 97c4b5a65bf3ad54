"""What sphinx-gallery needs to know of our pictures: they are made without pyplot and show themselves."""

from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.text import Text
from sphinx_gallery.scrapers import figure_rst


def pictures(block, block_vars, gallery_conf):
    """Save the figures that a block of an example gave names to, each once."""
    if block[0] != "code":
        return ""
    names = block_vars["example_globals"]
    known = names.setdefault("__shown_pictures__", [])
    made = [v for v in names.values() if isinstance(v, Figure) and not any(v is k for k in known)]
    shown = []
    for figure in made:
        path = Path(next(block_vars["image_path_iterator"])).with_suffix(".png")
        figure.savefig(path, dpi=144)
        known.append(figure)
        shown.append(figure_rst([str(path)], gallery_conf["src_dir"], title(figure)))
    return "\n\n".join(shown)


def title(figure):
    """The largest text of a picture: what it is called, for those who do not see it."""
    return max(figure.findobj(Text), key=lambda text: (bool(text.get_text()), text.get_size())).get_text()


def settings(docs):
    return {
        "examples_dirs": [str(docs.parent / "examples")],
        "gallery_dirs": ["examples"],
        "filename_pattern": r"/plot_\d\d_",
        "image_scrapers": ("gallery.pictures",),
        "reset_modules": (),
        "capture_repr": ("_repr_html_", "__repr__"),
        "ignore_repr_types": r"matplotlib\.|decision\.plotting\.",
        "within_subsection_order": "FileNameSortKey",
        "download_all_examples": False,
        "show_memory": False,
        "show_signature": False,
        "min_reported_time": 1e9,
        "write_computation_times": False,
        "copyfile_regex": r"",
        "abort_on_example_error": True,
        "plot_gallery": True,
        "nested_sections": False,
    }
