(** What the main theorems rest on: `make proofs` prints this list, and requires that each is closed under the global context. *)

From Decision Require Import Law Orbit Goals Biases Most Information Claims Licence Checker Soundness Countermodels Exact Relabelling.

Print Assumptions Orbit.orbit_average.
Print Assumptions Orbit.orbit_lemma.
Print Assumptions Orbit.countermodel.
Print Assumptions Orbit.weighted_sum_suffices.
Print Assumptions Orbit.weighted_sum_suffices_strict.
Print Assumptions Orbit.weak_duality.
Print Assumptions Biases.parity.
Print Assumptions Biases.best_as_often_as_worst.
Print Assumptions Biases.half_bound.
Print Assumptions Biases.inside_the_hull.
Print Assumptions Biases.symmetric_menu.
Print Assumptions Biases.equal_profiles.
Print Assumptions Biases.more_later_choices.
Print Assumptions Biases.later_choices_of_equal_profiles.
Print Assumptions Most.involution_most.
Print Assumptions Most.n_fold_most.
Print Assumptions Most.counting_goals_defines_nothing.
Print Assumptions Information.free_information_never_hurts.
Print Assumptions Licence.licensed_invariant.
Print Assumptions Soundness.check_sound_relaxed.
Print Assumptions Soundness.check_sound.
Print Assumptions Countermodels.check_member_sound.
Print Assumptions Countermodels.check_fails_sound.
Print Assumptions Exact.check_true_sound.
Print Assumptions Exact.check_false_sound.
Print Assumptions Relabelling.check_chambers_sound_relaxed.
Print Assumptions Relabelling.check_chambers_sound.
