(** Finite laws that are given atom by atom: a verified check that one is a member of the class of a claim, and that its thesis is
    false there. The functions follow decision/checker/membership.py for laws without noise. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid Permutation.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Reading Checker Atoms.
Import ListNotations.
Open Scope Q_scope.

(** Values at a point are computed once for all events and terms. *)
Definition image_point (n : nat) (g : list image) (p : point) : point :=
  map (fun w => Qred (act g (goal_of p) w)) (seq 0 n).

Lemma image_point_goal : forall n g p, within n g = true -> length p = n ->
  same_goal (goal_of (image_point n g p)) (act g (goal_of p)).
Proof.
  intros n g p W L w. unfold goal_of at 1, image_point. destruct (Nat.lt_ge_cases w n) as [Lt|Ge].
  - set (F := fun w => Qred (act g (goal_of p) w)).
    rewrite (nth_indep _ _ (F 0%nat)) by (rewrite map_length, seq_length; exact Lt).
    rewrite (map_nth F), seq_nth by exact Lt. unfold F. apply Qred_correct.
  - rewrite nth_overflow by (rewrite map_length, seq_length; exact Ge). unfold act.
    destruct (find (fun m => target m =? w) g) as [m|] eqn:E.
    + exfalso. apply find_some in E. destruct E as [I E]. apply Nat.eqb_eq in E. unfold within in W.
      rewrite forallb_forall in W. specialize (W m I). apply Nat.ltb_lt in W. lia.
    + unfold goal_of. rewrite nth_overflow by lia. reflexivity.
Qed.

Section Membership.
Variable c : claim.

Definition related_bool (r : relation) (x : Q) : bool :=
  match r with RGe => Qle_bool 0 x | RGt => positive x | REq => Qeq_bool x 0 end.

Lemma related_bool_iff : forall r x, related_bool r x = true <-> related r x.
Proof.
  intros [| |] x; simpl. apply Qle_bool_iff. apply positive_iff. apply Qeq_bool_iff.
Qed.

Definition expectation (l : list atom) (f : functional) : Q := Qred (Ex (law_of l) (integrand c f)).

Definition unchanged (l : list atom) (g : list image) : bool :=
  same_atoms (map (fun a => (fst a, image_point (size c) g (snd a))) l) l.

Definition member_satisfies (l : list atom) (a : assumption) : bool :=
  match a with
  | Invariant gs => forallb (unchanged l) gs
  | Support k => forallb (fun a => holds c k (goal_of (snd a))) l
  | NoTies ps => forallb (fun a => let v := value_list c (goal_of (snd a)) in
      forallb (fun p => negb (Qeq_bool (nth (fst p) v 0) (nth (snd p) v 0))) ps) l
  | Moment f => related_bool (rel f) (expectation l f)
  | Structure s => has_structure l s
  | OneLaw _ => false
  end.

(** Whether a law given by its atoms is in the class; structures are seen in atoms as in decision/checker. *)
Definition check_member (l : list atom) : bool :=
  claim_fine c && law_fine c l &&
  forallb (member_satisfies l) (assumptions c).

(** Whether it is in the class and its thesis is false there. *)
Definition check_fails (l : list atom) : bool :=
  check_member l && negb (related_bool (rel (thesis c)) (expectation l (thesis c))).

Lemma Ex_one : forall l, Ex (law_of l) (fun _ => 1) == Qsum (map fst l).
Proof. induction l as [|[q p] l IH]; simpl. reflexivity. rewrite IH. ring. Qed.

Lemma expectation_correct : forall l f, expectation l f == Ex (law_of l) (integrand c f).
Proof. intros. apply Qred_correct. Qed.

Lemma law_fine_sound : forall l, law_fine c l = true ->
  prob (law_of l) /\ (forall q p, In (q, p) l -> length p = size c) /\
  (forall w, (outcomes c <= w)%nat -> exists x, almost_surely (law_of l) (fun u => u w == x)).
Proof.
  intros l H. unfold law_fine in H. apply andb_true_iff in H. destruct H as [S C].
  unfold shaped in S. apply andb_true_iff in S. destruct S as [S T]. rewrite forallb_forall in S. apply Qeq_bool_iff in T.
  assert (Len : forall q p, In (q, p) l -> length p = size c).
  { intros q p I. specialize (S _ I). apply andb_true_iff in S. destruct S as [_ S]. apply Nat.eqb_eq in S. exact S. }
  split; [split|split; [exact Len|]].
  - intros q u I. apply law_atoms in I. destruct I as [p [I _]]. specialize (S _ I). apply andb_true_iff in S.
    destruct S as [S _]. apply positive_iff in S. simpl in S. lra.
  - rewrite Ex_one. exact T.
  - intros w W. destruct (Nat.lt_ge_cases w (size c)) as [Lt|Ge].
    2: { exists 0. intros q u I _. apply law_atoms in I. destruct I as [p [I ->]]. unfold goal_of.
         rewrite nth_overflow by (rewrite (Len q p I); exact Ge). reflexivity. }
    destruct l as [|b l']. { exists 0. intros q u []. }
    exists (nth w (snd b) 0). intros q u I _. apply law_atoms in I. destruct I as [p [I ->]].
    rewrite forallb_forall in C. assert (Cw := C w ltac:(apply in_seq; unfold size in Lt; lia)).
    unfold constant_at in Cw. rewrite forallb_forall in Cw. specialize (Cw _ I). apply Qeq_bool_iff in Cw. exact Cw.
Qed.

Theorem check_member_sound : forall l, check_member l = true -> in_class c (law_of l).
Proof.
  intros l H. unfold check_member in H. apply andb_true_iff in H. destruct H as [H A].
  apply andb_true_iff in H. destruct H as [Fine L]. destruct (law_fine_sound l L) as [P [Len C]].
  split; [exact P|split; [exact C|]].
  - intros a I. rewrite forallb_forall in A. assert (Aa := A a I). destruct a as [gs|k|ps|f|s|l']; simpl in *; try discriminate; auto.
    + intros g G. rewrite forallb_forall in Aa. specialize (Aa g G). intros f Cf.
      assert (W : within (size c) g = true).
      { assert (F := Fine). unfold claim_fine in F. apply andb_true_iff in F. destruct F as [_ F].
        rewrite forallb_forall in F. specialize (F _ I). simpl in F. rewrite forallb_forall in F. specialize (F g G).
        unfold generator_fine, invertible in F. repeat (apply andb_true_iff in F; destruct F as [F ?]).
        repeat match goal with H : _ && _ = true |- _ => apply andb_true_iff in H; destruct H end. assumption. }
      unfold unchanged in Aa. rewrite <- (same_atoms_expectation f Cf _ _ Aa). clear - Cf W Len.
      induction l as [|[q p] l IH]; simpl. reflexivity. rewrite <- IH by (intros; apply (Len q0); right; auto).
      rewrite (Cf _ _ (image_point_goal (size c) g p W (Len q p (or_introl eq_refl)))). reflexivity.
    + intros q u J _. apply law_atoms in J. destruct J as [p [J ->]]. rewrite forallb_forall in Aa. apply (Aa _ J).
    + intros i j J q u K _. apply law_atoms in K. destruct K as [p [K ->]]. rewrite forallb_forall in Aa.
      specialize (Aa _ K). rewrite forallb_forall in Aa. specialize (Aa _ J). apply negb_true_iff in Aa.
      intros E. apply Qeq_bool_iff in E. unfold value in E. simpl in *. congruence.
    + apply related_bool_iff in Aa. unfold satisfies. clear - Aa. destruct (rel f); simpl in *; rewrite <- expectation_correct; exact Aa.
    + apply has_structure_sound; auto.
Qed.

(** What it accepts refutes the claim: some law of the class violates the thesis. *)
Theorem check_fails_sound : forall l, check_fails l = true -> false_of_some c.
Proof.
  intros l H. unfold check_fails in H. apply andb_true_iff in H. destruct H as [M F]. exists (law_of l). split.
  - apply check_member_sound, M.
  - intros S. unfold satisfies in S. apply negb_true_iff in F.
    assert (R : related_bool (rel (thesis c)) (expectation l (thesis c)) = true); [|congruence].
    apply related_bool_iff. destruct (rel (thesis c)); simpl in *; rewrite expectation_correct; exact S.
Qed.

End Membership.
