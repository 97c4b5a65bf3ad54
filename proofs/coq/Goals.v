(** Goals (utilities of outcomes), lotteries, and the relabellings the theorems are about. *)

From Coq Require Import QArith List Lqa Bool Permutation Morphisms Setoid.
From Decision Require Import Law.
Import ListNotations.
Open Scope Q_scope.

Section Goals.
Context {W : Type}.

Definition goal := W -> Q.
Definition same_goal (u v : goal) := forall w, u w == v w.

Global Instance same_goal_equivalence : Equivalence same_goal.
Proof.
  split.
  - intros u w. reflexivity.
  - intros u v H w. symmetry. apply H.
  - intros u v x H K w. rewrite (H w). apply K.
Qed.

(** A lottery lists outcomes with their probabilities. *)
Definition lottery := list (Q * W).
Definition mass (p : lottery) := Qsum (map fst p).
Definition EU (p : lottery) (u : goal) : Q := Qsum (map (fun a => fst a * u (snd a)) p).

(** Reflection about [c] and exchange of outcomes by a map. *)
Definition reflect (c : Q) (u : goal) : goal := fun w => 2 * c - u w.

Lemma EU_same : forall p u v, same_goal u v -> EU p u == EU p v.
Proof. intros p u v H. apply Qsum_ext. intros a _. rewrite (H (snd a)). reflexivity. Qed.

Lemma EU_reflect : forall c p u, EU p (reflect c u) == 2 * c * mass p - EU p u.
Proof.
  intros c p u. unfold EU, mass, reflect. induction p as [|[q w] p IH]; simpl. { ring. } simpl in IH. rewrite IH. ring.
Qed.

Definition above (x y : Q) : bool := negb (Qle_bool x y).

Lemma above_iff : forall x y, above x y = true <-> y < x.
Proof.
  intros x y. unfold above. rewrite negb_true_iff. split; intros H.
  - destruct (Qlt_le_dec y x) as [|L]; auto. apply Qle_bool_iff in L. congruence.
  - destruct (Qle_bool x y) eqn:E; auto. apply Qle_bool_iff in E. lra.
Qed.

Lemma above_comp : forall x x' y y', x == x' -> y == y' -> above x y = above x' y'.
Proof. intros x x' y y' E F. apply eq_true_iff_eq. rewrite 2!above_iff, E, F. reflexivity. Qed.

End Goals.

Arguments goal W : clear implicits.
Arguments lottery W : clear implicits.
