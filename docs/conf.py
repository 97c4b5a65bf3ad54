"""Sphinx configuration: `make docs` builds with -n -W, so a broken reference stops it."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE / "_ext")]
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # pages run `decision`

import gallery  # noqa: E402
from jupyter_client.manager import KernelManager  # noqa: E402

KernelManager.transport_encryption.default_value = (
    "auto"  # or each kernel of an executed page warns that others may listen
)

project = "decision"
author = "the decision developers"
project_copyright = "the decision developers"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "sphinxcontrib.bibtex",
    "sphinx_design",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
    "catalogue",
    "ledger",
    "mathml",
    "offline",
    "public_api",
    "readable",
]
exclude_patterns = ["_build", "_ext", "examples/*.ipynb", "examples/*.py", "sg_execution_times.rst"]
default_role = "code"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
html_math_renderer = "mathml"

# A page with code cells is executed when it changed; an error in a cell stops the build.
nb_execution_mode = "cache"
nb_execution_timeout = 300
nb_execution_in_temp = True  # pages may write files
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_merge_streams = True
nb_ipywidgets_js = {}  # no page needs a script from elsewhere

sphinx_gallery_conf = gallery.settings(HERE)

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "alpha"
bibtex_reference_style = "author_year"

# The pages of the reference list the members of a class themselves (public_api.py); types are in the docstrings.
autosummary_generate = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

copybutton_exclude = ".linenos, .gp, .go"

html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme = "pydata_sphinx_theme"
html_title = "decision"
html_show_sourcelink = False
html_sidebars = {"index": [], "glossary": [], "bibliography": []}
html_theme_options = {
    "navigation_with_keys": True,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "header_links_before_dropdown": 8,
    "show_prev_next": True,
}
