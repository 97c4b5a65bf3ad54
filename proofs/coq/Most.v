(** "Most" by counting goals in a finite set (an orbit), and why counting alone cannot define it.

    The sets are lists without repetition. *)

From Coq Require Import QArith List Lqa Lia Bool Permutation.
From Decision Require Import Law Goals.
Import ListNotations.

Section Counting.
Context {U : Type}.
Implicit Types (L : list U) (A B : U -> bool).

Definition count A L : nat := length (filter A L).

Lemma NoDup_app_disjoint : forall (l r : list U), NoDup l -> NoDup r -> (forall x, In x l -> ~ In x r) -> NoDup (l ++ r).
Proof.
  intros l r Nl Nr H. induction Nl as [|x l NI Nl IH]; simpl; auto. constructor.
  - rewrite in_app_iff. intros [I|I]; auto. apply (H x); auto. left. reflexivity.
  - apply IH. intros y I. apply H. right. exact I.
Qed.

Lemma images_distinct : forall (phis : list (U -> U)) l, NoDup l -> NoDup phis ->
  (forall u u' f g, In u l -> In u' l -> In f phis -> In g phis -> f u = g u' -> u = u' /\ f = g) ->
  NoDup (flat_map (fun u => map (fun f => f u) phis) l).
Proof.
  intros phis l Nl Np H. induction Nl as [|u l NI Nl IH]; simpl. { constructor. }
  apply NoDup_app_disjoint.
  - assert (K : forall f g, In f phis -> In g phis -> f u = g u -> f = g).
    { intros f g If Ig E. apply (H u u f g); auto; left; reflexivity. }
    clear - Np K. induction Np as [|f phis NI Np IH]; simpl; constructor.
    + intros I. apply in_map_iff in I. destruct I as [g [E J]]. apply NI.
      rewrite (K f g); auto; [left|right]; auto.
    + apply IH. intros g h Ig Ih. apply K; right; auto.
  - apply IH. intros. apply H; auto; right; auto.
  - intros x I J. apply in_map_iff in I. destruct I as [f [E If]]. apply in_flat_map in J. destruct J as [u' [Iu' J]].
    apply in_map_iff in J. destruct J as [g [E' Ig]]. destruct (H u u' f g) as [-> _]; auto.
    + left. reflexivity.
    + right. exact Iu'.
    + congruence.
Qed.

(** The n-fold counting lemma: if [n] maps send each goal that favours [A] to goals of the same set that favour [B], never
    two to the same, then at least [n] times as many goals favour [B]. *)
Theorem n_fold_most : forall L A B (phis : list (U -> U)), NoDup L -> NoDup phis ->
  (forall f u, In f phis -> In u L -> A u = true -> In (f u) L /\ B (f u) = true) ->
  (forall u u' f g, In u L -> In u' L -> A u = true -> A u' = true -> In f phis -> In g phis ->
     f u = g u' -> u = u' /\ f = g) ->
  (length phis * count A L <= count B L)%nat.
Proof.
  intros L A B phis NL Np Hm Hd.
  assert (E : length (flat_map (fun u => map (fun f => f u) phis) (filter A L)) = (length phis * count A L)%nat).
  { unfold count. induction (filter A L) as [|u l IH]; simpl. { lia. } rewrite app_length, map_length, IH. lia. }
  rewrite <- E. apply NoDup_incl_length.
  - apply images_distinct; auto. apply NoDup_filter; auto.
    intros u u' f g Iu Iu'. apply filter_In in Iu. apply filter_In in Iu'. destruct Iu, Iu'. auto.
  - intros x I. apply in_flat_map in I. destruct I as [u [Iu I]]. apply in_map_iff in I. destruct I as [f [<- If]].
    apply filter_In in Iu. destruct Iu as [Iu Au]. apply filter_In. apply Hm; auto.
Qed.

(** The case of one involution. *)
Theorem involution_most : forall L A B (phi : U -> U), NoDup L -> (forall u, phi (phi u) = u) ->
  (forall u, In u L -> In (phi u) L) -> (forall u, In u L -> A u = true -> B (phi u) = true) ->
  (count A L <= count B L)%nat.
Proof.
  intros L A B phi N Inv St H. rewrite <- (Nat.mul_1_l (count A L)). apply (n_fold_most L A B [phi]); auto.
  - constructor. intros []. constructor.
  - intros f u [<-|[]]; auto.
  - intros u u' f g _ _ _ _ [<-|[]] [<-|[]] E. split; auto. rewrite <- (Inv u), E. apply Inv.
Qed.

End Counting.

(** *** What counting cannot do *)

Definition negated {W} (u : goal W) : goal W := fun w => (- u w)%Q.

(** Refuted: "most goals prefer A, because there are more of them". The map [u -> -u] is a bijection between the goals that
    prefer [a] and those that prefer [b], whatever the lotteries are. *)
Theorem counting_goals_defines_nothing : forall {W} (a b : lottery W),
  (forall u : goal W, same_goal (negated (negated u)) u) /\
  (forall u, (EU b u < EU a u)%Q <-> (EU a (negated u) < EU b (negated u))%Q).
Proof.
  intros W a b. split.
  - intros u w. unfold negated. ring.
  - intros u. assert (E : forall p, (EU p (negated u) == - EU p u)%Q).
    { intros p. unfold EU, negated. induction p as [|[q w] p IH]; simpl; try simpl in IH; try rewrite IH; ring. }
    rewrite (E a), (E b). split; intros; lra.
Qed.
