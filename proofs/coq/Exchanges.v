(** Every permutation is made of exchanges: what leaves expectations unchanged under exchanges does so under permutations. *)

From Coq Require Import QArith List Bool Arith.
From Decision Require Import Law Goals Structures.
Import ListNotations.
Open Scope Q_scope.

Definition exchange (a b w : nat) : nat := if w =? a then b else if w =? b then a else w.

Lemma exchange_self : forall a w, exchange a a w = w.
Proof. intros a w. unfold exchange. destruct (Nat.eqb_spec w a) as [->|]; reflexivity. Qed.

Lemma exchange_twice : forall v w x, exchange v w (exchange v w x) = x.
Proof.
  intros v w x. unfold exchange. destruct (Nat.eqb_spec x v), (Nat.eqb_spec x w); cbv iota;
  repeat match goal with |- context [?p =? ?q] => destruct (Nat.eqb_spec p q) end; congruence.
Qed.

Section Exchanges.
Variable mu : law utility.
Variable tested : (utility -> Q) -> Prop.
Hypothesis tested_compatible : forall F, tested F -> compatible same_goal F.
Variable linked : nat -> nat -> Prop.
Hypothesis linked_sym : forall a b, linked a b -> linked b a.
Hypothesis linked_trans : forall a b d, linked a b -> linked b d -> linked a d.
Hypothesis linked_unchanged : forall a b, linked a b -> forall F, tested F ->
  Ex mu (fun u => F (fun w => u (exchange a b w))) == Ex mu F.
Hypothesis tested_moved : forall f F, (forall w, linked w (f w)) -> tested F -> tested (fun u => F (fun w => u (f w))).

Lemma exchanges_suffice : forall ws f, (forall w, ~ In w ws -> f w = w) -> (forall v w, f v = f w -> v = w) ->
  (forall w, linked w (f w)) -> forall F, tested F -> Ex mu (fun u => F (fun w => u (f w))) == Ex mu F.
Proof.
  induction ws as [|a ws IH]; intros f Out Inj L F H.
  - apply Ex_ext. intros u. apply (tested_compatible F H). intros w. rewrite Out by auto. reflexivity.
  - set (g := fun w => exchange a (f a) (f w)).
    assert (Lg : forall w, linked w (g w)).
    { intros w. unfold g, exchange. destruct (Nat.eqb_spec (f w) a) as [E|_]; [|destruct (Nat.eqb_spec (f w) (f a)) as [E|_]].
      - apply (linked_trans w a); auto. rewrite <- E. apply L.
      - apply Inj in E. subst. apply (linked_trans a (f a)); auto.
      - apply L. }
    rewrite (Ex_ext mu _ (fun u => F (fun w => u (exchange a (f a) (g w))))).
    2: { intros u. apply (tested_compatible F H). intros w. unfold g. rewrite exchange_twice. reflexivity. }
    rewrite (linked_unchanged a (f a) (L a) (fun u => F (fun w => u (g w)))) by (apply tested_moved; auto).
    apply (IH g); auto.
    + intros w J. unfold g. destruct (Nat.eq_dec w a) as [->|D].
      * unfold exchange. rewrite Nat.eqb_refl. destruct (Nat.eqb_spec (f a) a); auto.
      * assert (E : f w = w) by (apply Out; intros [E|E]; auto). rewrite E. unfold exchange.
        destruct (Nat.eqb_spec w a); try contradiction. destruct (Nat.eqb_spec w (f a)) as [E'|]; auto.
        exfalso. apply D, Inj. congruence.
    + intros v w E. unfold g in E. apply Inj. rewrite <- (exchange_twice a (f a) (f v)), E. apply exchange_twice.
Qed.
End Exchanges.
