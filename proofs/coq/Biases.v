(** The biases of random goals, each from the symmetry it rests on: parity and the half-bound from reflection; [1/N] and
    [n/(n+k)] from exchangeability and the absence of ties. *)

From Coq Require Import QArith List Lqa Bool Permutation Morphisms Setoid Lia.
From Decision Require Import Law Goals.
Import ListNotations.
Open Scope Q_scope.

Section Reflection.
Context {W : Type}.
Notation invariant := (@invariant (goal W) same_goal).
Implicit Types (mu : law (goal W)) (a b : lottery W).

Definition prefers a b (u : goal W) : bool := above (EU a u) (EU b u).

Lemma prefers_same : forall a b (u v : goal W), same_goal u v -> prefers a b u = prefers a b v.
Proof. intros. apply above_comp; apply EU_same; auto. Qed.

Lemma prefers_reflect : forall c a b u, mass a == mass b -> prefers a b (reflect c u) = prefers b a u.
Proof.
  intros c a b u M. apply eq_true_iff_eq. unfold prefers. rewrite 2!above_iff, 2!EU_reflect, M.
  split; intros; lra.
Qed.

(** Parity: any two lotteries are preferred equally often, whatever they are. *)
Theorem parity : forall mu c a b, prob mu -> invariant mu (reflect c) -> mass a == mass b ->
  almost_surely mu (fun u => ~ EU a u == EU b u) -> Pr mu (prefers a b) == 1 # 2.
Proof.
  intros mu c a b Pm I M T.
  assert (E : Pr mu (prefers b a) == Pr mu (prefers a b)).
  { rewrite <- (invariant_pr same_goal mu (reflect c) (prefers a b) I (prefers_same a b)).
    apply Ex_ext. intros u. rewrite (prefers_reflect c a b u M). reflexivity. }
  assert (S : Pr mu (prefers a b) + Pr mu (prefers b a) == 1).
  { unfold Pr. rewrite <- Ex_plus, <- (Ex_const mu 1 Pm). apply Ex_ext_as. apply (proj1 Pm).
    intros q u J P. specialize (T q u J P). unfold prefers.
    destruct (above (EU a u) (EU b u)) eqn:X, (above (EU b u) (EU a u)) eqn:Y; simpl; try reflexivity.
    - apply above_iff in X. apply above_iff in Y. lra.
    - exfalso. apply T. apply Qle_antisym.
      + destruct (Qlt_le_dec (EU b u) (EU a u)) as [L|]; auto. apply above_iff in L. congruence.
      + destruct (Qlt_le_dec (EU a u) (EU b u)) as [L|]; auto. apply above_iff in L. congruence. }
  lra.
Qed.

Definition uniquely_best a (others : list (lottery W)) (u : goal W) : bool := forallb (fun b => prefers a b u) others.
Definition uniquely_worst a (others : list (lottery W)) (u : goal W) : bool := forallb (fun b => prefers b a u) others.

Lemma uniquely_best_reflect : forall c a others u, (forall b, In b others -> mass b == mass a) ->
  uniquely_best a others (reflect c u) = uniquely_worst a others u.
Proof.
  intros c a others u H. unfold uniquely_best, uniquely_worst. induction others as [|b l IH]; simpl. { reflexivity. }
  rewrite (prefers_reflect c a b u). 2: { symmetry. apply H. left. reflexivity. }
  f_equal. apply IH. intros x I. apply H. right. exact I.
Qed.

(** An option is uniquely best as often as it is uniquely worst. *)
Theorem best_as_often_as_worst : forall mu c a others, prob mu -> invariant mu (reflect c) ->
  (forall b, In b others -> mass b == mass a) -> Pr mu (uniquely_best a others) == Pr mu (uniquely_worst a others).
Proof.
  intros mu c a others Pm I M. rewrite <- (invariant_pr same_goal mu (reflect c) (uniquely_best a others) I).
  - apply Ex_ext. intros u. rewrite uniquely_best_reflect by auto. reflexivity.
  - intros u v E. unfold uniquely_best. induction others as [|b l IH]; simpl. { reflexivity. }
    rewrite (prefers_same a b u v E). f_equal. apply IH. intros x J. apply M. right. exact J.
Qed.

(** The half-bound: no option of a menu of two or more is uniquely best more than half of the time. *)
Theorem half_bound : forall mu c a others, prob mu -> invariant mu (reflect c) ->
  (forall b, In b others -> mass b == mass a) -> others <> [] -> Pr mu (uniquely_best a others) <= 1 # 2.
Proof.
  intros mu c a others Pm I M N. assert (E := best_as_often_as_worst mu c a others Pm I M).
  assert (S : Pr mu (uniquely_best a others) + Pr mu (uniquely_worst a others) <= 1).
  { unfold Pr. rewrite <- Ex_plus, <- (Ex_const mu 1 Pm). apply Ex_le. apply (proj1 Pm). intros q u _ _.
    destruct others as [|b l]. { contradiction. } unfold uniquely_best, uniquely_worst. simpl.
    destruct (prefers a b u) eqn:X, (prefers b a u) eqn:Y; simpl.
    - apply above_iff in X. apply above_iff in Y. lra.
    - generalize (ind_range (forallb (fun b => prefers a b u) l)). lra.
    - generalize (ind_range (forallb (fun b => prefers b a u) l)). lra.
    - lra. }
  lra.
Qed.

(** An option inside the convex hull of the others is uniquely best for no goal. *)
Theorem inside_the_hull : forall a others (mix : list (Q * lottery W)) u,
  (forall x, In x mix -> 0 <= fst x /\ In (snd x) others) -> Qsum (map fst mix) == 1 ->
  EU a u == Qsum (map (fun x => fst x * EU (snd x) u) mix) -> uniquely_best a others u = false.
Proof.
  intros a others mix u H T E. apply not_true_is_false. intros B. unfold uniquely_best in B. rewrite forallb_forall in B.
  assert (L : forall l, incl l mix -> Qsum (map (fun x => fst x * EU (snd x) u) l) <= Qsum (map fst l) * EU a u /\
            (0 < Qsum (map fst l) -> Qsum (map (fun x => fst x * EU (snd x) u) l) < Qsum (map fst l) * EU a u) /\
            0 <= Qsum (map fst l)).
  { induction l as [|[q b] l IH]; intros I; simpl. { repeat split; lra. }
    destruct (IH (fun x J => I x (or_intror J))) as [L1 [L2 L3]].
    destruct (H (q, b) (I _ (or_introl eq_refl))) as [Hq Hb]. simpl in *.
    assert (Lb := B b Hb). unfold prefers in Lb. apply above_iff in Lb.
    repeat split; [nra| |lra]. intros P. destruct (Qlt_le_dec 0 q); [nra|].
    assert (Z : q == 0) by lra. rewrite Z in *. assert (0 < Qsum (map fst l)) by lra. specialize (L2 H0). nra. }
  destruct (L mix (incl_refl mix)) as [_ [L2 _]]. rewrite T in L2. specialize (L2 ltac:(lra)). lra.
Qed.

End Reflection.

(** *** Exchangeable options *)

Section Exchange.
Context {U : Type} (eqU : U -> U -> Prop) {I : Type} (dec : forall i j : I, {i = j} + {i <> j}).
Notation invariant := (@invariant U eqU).
Implicit Types (mu : law U) (i j : I).

(** [v i] is the value of option [i]; [s a b] relabels goals so that [a] and [b] change places. *)
Variable v : I -> U -> Q.
Variable s : I -> I -> U -> U.

Definition exchange a b i := if dec i a then b else if dec i b then a else i.

Hypothesis v_compatible : forall i u u', eqU u u' -> v i u == v i u'.
Hypothesis v_exchanged : forall a b i u, v i (s a b u) == v (exchange a b i) u.

Definition best (menu : list I) i (u : U) : bool :=
  forallb (fun j => if dec j i then true else above (v i u) (v j u)) menu.

Lemma best_iff : forall menu i u, best menu i u = true <-> (forall j, In j menu -> j <> i -> v j u < v i u).
Proof.
  intros menu i u. unfold best. rewrite forallb_forall. split; intros H j J.
  - intros N. specialize (H j J). destruct (dec j i); try contradiction. apply above_iff. exact H.
  - destruct (dec j i); auto. apply above_iff. auto.
Qed.

Lemma best_same : forall menu i u u', eqU u u' -> best menu i u = best menu i u'.
Proof.
  intros menu i u u' E. apply eq_true_iff_eq. rewrite 2!best_iff.
  split; intros H j J N; generalize (H j J N); rewrite (v_compatible i u u' E), (v_compatible j u u' E); auto.
Qed.

Lemma exchange_in : forall menu a b j, In a menu -> In b menu -> In j menu -> In (exchange a b j) menu.
Proof. intros. unfold exchange. destruct (dec j a); auto. destruct (dec j b); auto. Qed.

Lemma exchange_twice : forall a b j, exchange a b (exchange a b j) = j.
Proof.
  intros a b j. unfold exchange.
  destruct (dec j a), (dec j b); repeat match goal with |- context [dec ?x ?y] => destruct (dec x y) end; congruence.
Qed.

Lemma best_exchanged : forall menu a b u, In a menu -> In b menu -> best menu a (s a b u) = best menu b u.
Proof.
  intros menu a b u A B. apply eq_true_iff_eq. rewrite 2!best_iff.
  assert (Ea : exchange a b a = b) by (unfold exchange; destruct (dec a a); congruence).
  split; intros H j J N.
  - assert (Nj : exchange a b j <> a).
    { intros E. apply N. rewrite <- (exchange_twice a b j), E. exact Ea. }
    generalize (H (exchange a b j) (exchange_in _ _ _ _ A B J) Nj).
    rewrite 2!v_exchanged, exchange_twice, Ea. auto.
  - rewrite 2!v_exchanged, Ea. apply H. apply exchange_in; auto.
    intros E. apply N. generalize (exchange_twice a b j) (exchange_twice a b a). rewrite E, Ea. congruence.
Qed.

Definition no_ties mu (menu : list I) :=
  almost_surely mu (fun u => forall i j, In i menu -> In j menu -> i <> j -> ~ v i u == v j u).

(** Without ties exactly one option is best. *)
Lemma one_best : forall menu u, NoDup menu -> menu <> [] ->
  (forall i j, In i menu -> In j menu -> i <> j -> ~ v i u == v j u) ->
  Qsum (map (fun i => ind (best menu i u)) menu) == 1.
Proof.
  intros menu u D N T.
  assert (M : exists m, In m menu /\ forall j, In j menu -> v j u <= v m u).
  { clear D T. induction menu as [|i l IH]. { contradiction. } destruct l as [|k l].
    - exists i. split. left; reflexivity. intros j [->|[]]. lra.
    - destruct IH as [m [Jm H]]. discriminate. destruct (Qlt_le_dec (v m u) (v i u)).
      + exists i. split. left; reflexivity. intros j [->|J]. lra. generalize (H j J). lra.
      + exists m. split. right; exact Jm. intros j [->|J]; auto. }
  destruct M as [m [Jm H]].
  assert (E : Qsum (map (fun i => ind (best menu i u)) menu) ==
              Qsum (map (fun i => if dec i m then 1 else 0) menu)).
  { apply Qsum_ext. intros i J. destruct (dec i m) as [->|X].
    - replace (best menu m u) with true. reflexivity. symmetry. apply best_iff. intros j K Y.
      generalize (H j K) (T j m K Jm Y). lra.
    - replace (best menu i u) with false. reflexivity. symmetry. apply not_true_is_false. intros B.
      apply best_iff with (j := m) in B; auto. generalize (H i J). lra. }
  rewrite E. clear - D Jm. induction D as [|i l NI D IH]. { destruct Jm. } simpl. destruct Jm as [->|Jm].
  - destruct (dec m m); try congruence.
    assert (Z : Qsum (map (fun i => if dec i m then 1 else 0) l) == 0).
    { rewrite (Qsum_ext _ (fun _ => 0) l). rewrite Qsum_const. ring.
      intros x J. destruct (dec x m) as [->|]; [contradiction|reflexivity]. }
    rewrite Z. ring.
  - destruct (dec i m) as [->|]; [contradiction|]. rewrite IH by auto. ring.
Qed.

Definition exchangeable mu (menu : list I) := forall a b, In a menu -> In b menu -> invariant mu (s a b).

(** Each option of a symmetric menu of [N] is best with probability [1/N]. *)
Theorem symmetric_menu : forall mu menu i, prob mu -> NoDup menu -> In i menu -> exchangeable mu menu -> no_ties mu menu ->
  Pr mu (best menu i) == 1 / count_of menu.
Proof.
  intros mu menu i Pm D Hi X T. assert (N : menu <> []) by (destruct menu; [destruct Hi|discriminate]).
  assert (E : forall j, In j menu -> Pr mu (best menu j) == Pr mu (best menu i)).
  { intros j J. rewrite <- (invariant_pr eqU mu (s i j) (best menu i) (X i j Hi J) (best_same menu i)).
    apply Ex_ext. intros u. rewrite best_exchanged by auto. reflexivity. }
  assert (S : Qsum (map (fun j => Pr mu (best menu j)) menu) == 1).
  { unfold Pr. rewrite <- (Ex_sum mu (fun j u => ind (best menu j u)) menu), <- (Ex_const mu 1 Pm).
    apply Ex_ext_as. apply (proj1 Pm). intros q u J P. apply one_best; auto. exact (T q u J P). }
  rewrite (Qsum_ext _ (fun _ => Pr mu (best menu i)) menu E), Qsum_const in S.
  assert (P := count_pos menu N). apply (Qmult_inj_l _ _ (count_of menu)). lra. rewrite S. field. lra.
Qed.

Definition branch_wins (A B : list I) (u : U) : bool := existsb (fun a => forallb (fun b => above (v a u) (v b u)) B) A.

Lemma branch_wins_sum : forall A B u, NoDup (A ++ B) -> A <> [] ->
  (forall i j, In i (A ++ B) -> In j (A ++ B) -> i <> j -> ~ v i u == v j u) ->
  ind (branch_wins A B u) == Qsum (map (fun i => ind (best (A ++ B) i u)) A).
Proof.
  intros A B u D N T.
  assert (S := one_best (A ++ B) u D ltac:(destruct A; [contradiction|discriminate]) T).
  rewrite map_app, Qsum_app in S.
  assert (Nonneg : forall l, 0 <= Qsum (map (fun i => ind (best (A ++ B) i u)) l)).
  { intros l. apply Qle_trans with (Qsum (map (fun _ => 0) l)).
    - rewrite Qsum_const. lra.
    - apply Qsum_le. intros i _. apply ind_range. }
  assert (Zero : forall l, (forall i, In i l -> best (A ++ B) i u = false) ->
     Qsum (map (fun i => ind (best (A ++ B) i u)) l) == 0).
  { intros l H. rewrite (Qsum_ext _ (fun _ => 0) l). rewrite Qsum_const. ring. intros i J. rewrite H; auto. reflexivity. }
  destruct (branch_wins A B u) eqn:X; simpl.
  - rewrite (Zero B) in S. lra. intros b Jb. apply not_true_is_false. intros Y.
    apply existsb_exists in X. destruct X as [a [Ja F]]. rewrite forallb_forall in F.
    assert (L := F b Jb). apply above_iff in L.
    assert (a <> b) by (intros ->; lra).
    apply best_iff with (j := a) in Y; auto. lra. apply in_or_app. auto.
  - rewrite (Zero A). reflexivity. intros a Ja. apply not_true_is_false. intros Y.
    assert (branch_wins A B u = true); try congruence. apply existsb_exists. exists a. split; auto.
    apply forallb_forall. intros b Jb. apply above_iff. apply best_iff with (j := b) in Y; auto.
    + apply in_or_app. auto.
    + intros ->. clear - D Ja Jb. induction A as [|x l IH]. { destruct Ja. }
      inversion D as [|? ? NI D']; subst. destruct Ja as [->|Ja]; auto. apply NI. apply in_or_app. auto.
Qed.

(** More later choices: the branch with [n] options beats the branch with [k] others with probability [n / (n + k)]. *)
Theorem more_later_choices : forall mu A B, prob mu -> NoDup (A ++ B) -> A <> [] -> exchangeable mu (A ++ B) ->
  no_ties mu (A ++ B) -> Pr mu (branch_wins A B) == count_of A / (count_of A + count_of B).
Proof.
  intros mu A B Pm D N X T.
  assert (E : Pr mu (branch_wins A B) == Qsum (map (fun i => Pr mu (best (A ++ B) i)) A)).
  { unfold Pr. rewrite <- (Ex_sum mu (fun i u => ind (best (A ++ B) i u)) A). apply Ex_ext_as. apply (proj1 Pm).
    intros q u J P. apply branch_wins_sum; auto. exact (T q u J P). }
  rewrite E, (Qsum_ext _ (fun _ => 1 / count_of (A ++ B)) A).
  - rewrite Qsum_const. assert (C : count_of (A ++ B) == count_of A + count_of B).
    { unfold count_of. rewrite app_length, Nat2Z.inj_add, inject_Z_plus. reflexivity. }
    rewrite C. assert (0 < count_of A) by (apply count_pos; auto). assert (0 <= count_of B) by apply count_nonneg.
    field. lra.
  - intros i J. apply symmetric_menu; auto. apply in_or_app. auto.
Qed.

End Exchange.

(** The family of options that the last two theorems are used for: lotteries with one profile [p] over outcomes of their own.
    Option [i] brings outcome [(i, j)] with probability [p j]; exchanging two options exchanges their outcomes. *)
Section Profiles.
Context {I J : Type} (dec : forall i j : I, {i = j} + {i <> j}).

Definition option_value (p : lottery J) (i : I) (u : goal (I * J)) : Q := EU (map (fun a => (fst a, (i, snd a))) p) u.
Definition exchange_options a b (u : goal (I * J)) : goal (I * J) := fun w => u (exchange dec a b (fst w), snd w).

Lemma option_value_same : forall p i u u', same_goal u u' -> option_value p i u == option_value p i u'.
Proof. intros. apply EU_same. assumption. Qed.

Lemma option_value_exchanged : forall p a b i u,
  option_value p i (exchange_options a b u) == option_value p (exchange dec a b i) u.
Proof.
  intros p a b i u. unfold option_value, EU, exchange_options. rewrite 2!map_map. simpl. reflexivity.
Qed.

Theorem equal_profiles : forall (p : lottery J) mu menu i, prob mu -> NoDup menu -> In i menu ->
  exchangeable same_goal exchange_options mu menu -> no_ties (option_value p) mu menu ->
  Pr mu (best dec (option_value p) menu i) == 1 / count_of menu.
Proof.
  intros p mu menu i. apply (symmetric_menu same_goal dec (option_value p) exchange_options).
  - intros. apply option_value_same. assumption.
  - intros. apply option_value_exchanged.
Qed.

Theorem later_choices_of_equal_profiles : forall (p : lottery J) mu A B, prob mu -> NoDup (A ++ B) -> A <> [] ->
  exchangeable same_goal exchange_options mu (A ++ B) -> no_ties (option_value p) mu (A ++ B) ->
  Pr mu (branch_wins (option_value p) A B) == count_of A / (count_of A + count_of B).
Proof.
  intros p mu A B. apply (more_later_choices same_goal dec (option_value p) exchange_options).
  - intros. apply option_value_same. assumption.
  - intros. apply option_value_exchanged.
Qed.

End Profiles.
