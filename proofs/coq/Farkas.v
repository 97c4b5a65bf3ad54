(** Affine goals: what holds at almost every goal, premises, and the combinations of them that show a form nonnegative,
    positive, or the premises contradictory. The functions follow decision/checker/proofs.py. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims Forms.
Import ListNotations.
Open Scope Q_scope.

Notation tie := (nat * nat * nat)%type.  (* assumption, pair, element *)

(** *** Premises, and goals that are affine *)

Notation premise := (form * relation)%type.

Section Checking.
Variable c : claim.
Variable els : list element.
Variable pats : list form.  (* the patterns of the claim, computed once *)
Hypothesis c_ordered : ordered references 0 (expressions c) = true.
Hypothesis pats_are : pats = patterns (expressions c) [].
Hypothesis els_affine : affine_elements els = true.

Definition element_at (e : nat) (u : utility) : utility := moved (nth e els []) u.
Definition value_form (i e : nat) : form := at_element els e (nth i pats []).
Notation ev u := (eval (at_elements c els u)).

Lemma value_out : forall i u, (length (expressions c) <= i)%nat -> value c i u = 0.
Proof.
  intros i u L. unfold value, value_list. apply nth_overflow.
  assert (E : forall es done, length (values es u done) = (length done + length es)%nat).
  { induction es as [|e es IH]; intros done; simpl. lia. rewrite IH, app_length. simpl. lia. }
  rewrite E. simpl. exact L.
Qed.

Lemma value_form_eval : forall i e u, ev u (value_form i e) == value c i (element_at e u).
Proof.
  intros i e u. unfold value_form, element_at. rewrite eval_at_element by exact els_affine. rewrite pats_are.
  destruct (Nat.lt_ge_cases i (length (expressions c))) as [L|L].
  - apply patterns_eval; auto.
  - rewrite (nth_overflow (patterns _ _)) by (rewrite patterns_length; exact L). rewrite value_out by exact L. reflexivity.
Qed.

Definition margin (i j e : nat) : form := minus (value_form i e) (value_form j e).

Lemma margin_eval : forall i j e u,
  ev u (margin i j e) == value c i (element_at e u) - value c j (element_at e u).
Proof. intros. unfold margin. rewrite eval_minus, 2!value_form_eval. reflexivity. Qed.

(** What holds at almost every goal, at every element. *)
Definition regular (u : utility) : Prop :=
  (forall a ps n i j e, nth_error (assumptions c) a = Some (NoTies ps) -> nth_error ps n = Some (i, j) ->
     ~ value c i (element_at e u) == value c j (element_at e u)) /\
  (forall a k e, nth_error (assumptions c) a = Some (Support k) -> holds c k (element_at e u) = true).

Definition satisfied (prems : list premise) (u : utility) : Prop :=
  Forall (fun p => related (snd p) (ev u (fst p))) prems.

Definition is_element (e : nat) : bool := e <? length els.

Definition tie_form (t : tie) : option form :=
  let '(a, n, e) := t in
  match nth_error (assumptions c) a with
  | Some (NoTies ps) =>
      match nth_error ps n with Some (i, j) => if is_element e then Some (margin i j e) else None | None => None end
  | _ => None
  end.

Lemma tie_form_nonzero : forall t f u, regular u -> tie_form t = Some f -> ~ ev u f == 0.
Proof.
  intros [[a n] e] f u [R _] H. unfold tie_form in H.
  destruct (nth_error (assumptions c) a) as [[| |ps| | |]|] eqn:A; try discriminate.
  destruct (nth_error ps n) as [[i j]|] eqn:N; try discriminate. destruct (is_element e); try discriminate.
  injection H as <-. rewrite margin_eval. intros Z. apply (R a ps n i j e A N). lra.
Qed.

Definition proportional (f g : form) : bool :=
  match f, g with
  | (_, p) :: _, (_, q) :: _ => negb (Qeq_bool q 0) && negb (Qeq_bool p 0) && same_form (scale q f) (scale p g)
  | _, _ => false
  end.

Lemma proportional_nonzero : forall env f g, proportional f g = true -> ~ eval env f == 0 -> ~ eval env g == 0.
Proof.
  intros env f g H N Z. destruct f as [|[k p] f], g as [|[l q] g]; try discriminate. unfold proportional in H.
  apply andb_true_iff in H. destruct H as [H S]. apply andb_true_iff in H. destruct H as [Hq _].
  apply negb_true_iff in Hq. apply same_form_eval with (env := env) in S.
  rewrite 2!eval_scale, Z in S. apply N.
  destruct (Qeq_dec q 0) as [E|E]. { apply Qeq_bool_iff in E. congruence. }
  apply (Qmult_inj_l _ _ q E). lra.
Qed.

(** Multipliers of premises, with signs that keep the sum nonnegative; each premise once. *)
Definition readable (prems : list premise) (l : list (nat * Q)) : bool :=
  distinct (map fst l) &&
  forallb (fun a => match nth_error prems (fst a) with
                    | Some (_, REq) => true
                    | Some _ => Qle_bool 0 (snd a)
                    | None => false
                    end) l.

Definition premise_at (prems : list premise) (n : nat) : premise := nth n prems ([], RGe).
Definition active (l : list (nat * Q)) : list (nat * Q) := filter (fun a => negb (Qeq_bool (snd a) 0)) l.
Definition combination (prems : list premise) (l : list (nat * Q)) : form :=
  combine_forms (map (fun a => (snd a, fst (premise_at prems (fst a)))) l).
Definition uses_strict (prems : list premise) (l : list (nat * Q)) : bool :=
  existsb (fun a => match snd (premise_at prems (fst a)) with RGt => true | _ => false end) (active l).
Definition uses_nonzero (prems : list premise) (l : list (nat * Q)) (f : form) : bool :=
  existsb (fun a => proportional f (fst (premise_at prems (fst a)))) (active l).

Lemma readable_terms : forall prems l u, satisfied prems u -> readable prems l = true -> forall a, In a l ->
  0 <= snd a * ev u (fst (premise_at prems (fst a))) /\
  (~ snd a == 0 -> snd (premise_at prems (fst a)) = RGt \/ ~ ev u (fst (premise_at prems (fst a))) == 0 ->
   0 < snd a * ev u (fst (premise_at prems (fst a)))).
Proof.
  intros prems l u S R a I. unfold readable in R. apply andb_true_iff in R. destruct R as [_ R].
  rewrite forallb_forall in R. specialize (R a I). unfold premise_at.
  destruct (nth_error prems (fst a)) as [[f r]|] eqn:E; try discriminate.
  rewrite (nth_error_nth prems (fst a) ([], RGe) E).
  apply nth_error_In in E. unfold satisfied in S. rewrite Forall_forall in S. specialize (S _ E). simpl in *.
  destruct r; simpl in S; try (apply Qle_bool_iff in R).
  - split. nra. intros N [X|X]; try discriminate. assert (~ ev u f == 0) by exact X.
    assert (0 < snd a) by (destruct (Qlt_le_dec 0 (snd a)); auto; exfalso; apply N; lra).
    assert (0 < ev u f) by (destruct (Qlt_le_dec 0 (ev u f)); auto; exfalso; apply H; lra). nra.
  - split. nra. intros N _.
    assert (0 < snd a) by (destruct (Qlt_le_dec 0 (snd a)); auto; exfalso; apply N; lra). nra.
  - rewrite S. split. lra. intros _ [X|X]; try discriminate. exfalso. apply X. reflexivity.
Qed.

Lemma combination_eval : forall prems l u,
  ev u (combination prems l) == Qsum (map (fun a => snd a * ev u (fst (premise_at prems (fst a)))) l).
Proof. intros. unfold combination. rewrite eval_combine, map_map. reflexivity. Qed.

Lemma sum_nonneg : forall {A} (f : A -> Q) l, (forall a, In a l -> 0 <= f a) -> 0 <= Qsum (map f l).
Proof.
  intros A f l H. induction l as [|a l IH]; simpl. lra.
  assert (0 <= f a) by (apply H; left; reflexivity). assert (0 <= Qsum (map f l)) by (apply IH; intros; apply H; right; auto).
  lra.
Qed.

Lemma sum_pos : forall {A} (f : A -> Q) l, (forall a, In a l -> 0 <= f a) -> (exists a, In a l /\ 0 < f a) ->
  0 < Qsum (map f l).
Proof.
  intros A f l H [a [I P]]. induction l as [|b l IH]; simpl. { destruct I. }
  assert (0 <= f b) by (apply H; left; reflexivity).
  assert (0 <= Qsum (map f l)) by (apply sum_nonneg; intros; apply H; right; auto).
  destruct I as [->|I]. lra. assert (0 < Qsum (map f l)) by (apply IH; auto; intros; apply H; right; auto). lra.
Qed.

Lemma combination_sound : forall prems l u, satisfied prems u -> readable prems l = true ->
  0 <= ev u (combination prems l) /\
  (uses_strict prems l = true -> 0 < ev u (combination prems l)) /\
  (forall f, uses_nonzero prems l f = true -> ~ ev u f == 0 -> 0 < ev u (combination prems l)).
Proof.
  intros prems l u S R. assert (T := readable_terms prems l u S R).
  repeat split.
  - rewrite combination_eval. apply sum_nonneg. intros a I. apply T, I.
  - intros H. rewrite combination_eval. apply existsb_exists in H. destruct H as [a [I H]]. apply filter_In in I. destruct I as [I N].
    apply negb_true_iff in N.
    apply sum_pos. { intros b J. apply T, J. } exists a. split; auto. apply T; auto.
    + intros Z. apply Qeq_bool_iff in Z. congruence.
    + left. destruct (snd (premise_at prems (fst a))); auto; discriminate.
  - intros f H Nf. rewrite combination_eval. apply existsb_exists in H. destruct H as [a [I H]]. apply filter_In in I. destruct I as [I N].
    apply negb_true_iff in N.
    apply sum_pos. { intros b J. apply T, J. } exists a. split; auto. apply T; auto.
    + intros Z. apply Qeq_bool_iff in Z. congruence.
    + right. apply (proportional_nonzero (at_elements c els u) f); auto.
Qed.

(** The number that a form without keys is. *)
Definition as_number (f : form) : option Q :=
  match f with
  | [] => Some 0
  | [((0%nat, 0%nat), q)] => Some q
  | _ => None
  end.

Lemma as_number_eval : forall f q u, as_number f = Some q -> ev u f == q.
Proof.
  intros f q u H. unfold eval.
  destruct f as [|[[[|i] [|w]] p] [|]]; simpl in *; try discriminate; injection H as <-; ring.
Qed.

Definition positive (q : Q) : bool := negb (Qle_bool q 0).

Lemma positive_iff : forall q, positive q = true <-> 0 < q.
Proof. intros q. unfold positive. apply (above_iff q 0). Qed.

(** Whether a reference to a pair without ties applies, where there is one; [others] says what it may be a multiple of. *)
Definition tie_applies (t : option tie) (others : form -> bool) : option bool :=
  match t with
  | None => Some false
  | Some t => match tie_form t with Some f => if others f then Some true else None | None => None end
  end.

Definition check_farkas (prems : list premise) (f : form) (strict : bool) (l : list (nat * Q)) (t : option tie) : bool :=
  readable prems l &&
  match as_number (minus f (combination prems l)), tie_applies t (fun x => proportional x f || uses_nonzero prems l x) with
  | Some slack, Some nonzero =>
      Qle_bool 0 slack && (negb strict || positive slack || uses_strict prems l || nonzero)
  | _, _ => false
  end.

Lemma check_farkas_sound : forall prems f strict l t u, regular u -> satisfied prems u ->
  check_farkas prems f strict l t = true -> 0 <= ev u f /\ (strict = true -> 0 < ev u f).
Proof.
  intros prems f strict l t u Ru S H. unfold check_farkas in H. apply andb_true_iff in H. destruct H as [R H].
  destruct (as_number _) as [slack|] eqn:N; try discriminate.
  destruct (tie_applies _ _) as [nonzero|] eqn:T; try discriminate.
  apply andb_true_iff in H. destruct H as [P H]. apply Qle_bool_iff in P.
  apply as_number_eval with (u := u) in N. rewrite eval_minus in N.
  destruct (combination_sound prems l u S R) as [C0 [C1 C2]].
  split. lra. intros ->. simpl in H.
  destruct (positive slack) eqn:E. { apply positive_iff in E. lra. }
  destruct (uses_strict prems l) eqn:F. { specialize (C1 eq_refl). lra. }
  simpl in H. subst nonzero. unfold tie_applies in T. destruct t as [t|]; try discriminate.
  destruct (tie_form t) as [x|] eqn:X; try discriminate.
  destruct (proportional x f) eqn:Pf; simpl in T.
  - assert (Z := proportional_nonzero (at_elements c els u) x f Pf (tie_form_nonzero t x u Ru X)).
    destruct (Qlt_le_dec 0 (ev u f)); auto. exfalso. apply Z. lra.
  - destruct (uses_nonzero prems l x) eqn:Un; try discriminate.
    specialize (C2 x Un (tie_form_nonzero t x u Ru X)). lra.
Qed.

Definition check_empty (prems : list premise) (l : list (nat * Q)) (t : option tie) : bool :=
  readable prems l &&
  match as_number (combination prems l), tie_applies t (uses_nonzero prems l) with
  | Some total, Some nonzero => Qle_bool total 0 && (positive (- total) || uses_strict prems l || nonzero)
  | _, _ => false
  end.

Lemma check_empty_sound : forall prems l t u, regular u -> satisfied prems u -> check_empty prems l t = true -> False.
Proof.
  intros prems l t u Ru S H. unfold check_empty in H. apply andb_true_iff in H. destruct H as [R H].
  destruct (as_number _) as [total|] eqn:N; try discriminate.
  destruct (tie_applies _ _) as [nonzero|] eqn:T; try discriminate.
  apply andb_true_iff in H. destruct H as [P H]. apply Qle_bool_iff in P.
  apply as_number_eval with (u := u) in N.
  destruct (combination_sound prems l u S R) as [C0 [C1 C2]].
  destruct (positive (- total)) eqn:E. { apply positive_iff in E. lra. }
  destruct (uses_strict prems l) eqn:F. { specialize (C1 eq_refl). lra. }
  simpl in H. subst nonzero. unfold tie_applies in T. destruct t as [t|]; try discriminate.
  destruct (tie_form t) as [x|] eqn:X; try discriminate.
  destruct (uses_nonzero prems l x) eqn:Un; try discriminate.
  specialize (C2 x Un (tie_form_nonzero t x u Ru X)). lra.
Qed.

End Checking.
