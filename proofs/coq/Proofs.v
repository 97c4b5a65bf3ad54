(** Proofs that a value is nonnegative or positive wherever some premises hold: Farkas combinations for affine forms, and the
    rules that remove a [Max] or a [Pick]. The functions follow decision/checker/proofs.py; each comes with its soundness. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims Forms.
Import ListNotations.
Open Scope Q_scope.

Notation tie := (nat * nat * nat)%type.  (* assumption, pair, element *)

Inductive proof :=
  | Farkas (l : list (nat * Q)) (t : option tie)
  | Choose (i : nat) (p : proof)
  | Each (ps : list proof)
  | Argmax (ts : list nat) (because : list proof) (p : proof).

Section Induction.
Variable P : proof -> Prop.
Hypothesis HF : forall l t, P (Farkas l t).
Hypothesis HC : forall i p, P p -> P (Choose i p).
Hypothesis HE : forall ps, Forall P ps -> P (Each ps).
Hypothesis HA : forall ts ps p, Forall P ps -> P p -> P (Argmax ts ps p).

Fixpoint proof_induction (p : proof) : P p :=
  let all := fix all ps : Forall P ps :=
    match ps with [] => Forall_nil P | p :: r => Forall_cons p (proof_induction p) (all r) end in
  match p with
  | Farkas l t => HF l t
  | Choose i p => HC i p (proof_induction p)
  | Each ps => HE ps (all ps)
  | Argmax ts ps p => HA ts ps p (all ps) (proof_induction p)
  end.
End Induction.

Fixpoint distinct (l : list nat) : bool :=
  match l with [] => true | x :: r => negb (existsb (Nat.eqb x) r) && distinct r end.

(** *** Largest and smallest *)

Lemma max_cases : forall a b, Qmax a b == b \/ Qmax a b == a.
Proof. intros a b. destruct (Q.max_spec a b) as [[_ M]|[_ M]]; auto. Qed.

Lemma min_cases : forall a b, Qmin a b == a \/ Qmin a b == b.
Proof. intros a b. destruct (Q.min_spec a b) as [[_ M]|[_ M]]; auto. Qed.

Lemma maximum_ge : forall l x, In x l -> x <= maximum l.
Proof.
  intros [|a l] x I. { destruct I. } simpl. destruct I as [->|I].
  - induction l as [|b l IH]; simpl. lra. apply Qle_trans with (fold_right Qmax x l); auto. apply Q.le_max_r.
  - induction l as [|b l IH]; simpl. { destruct I. } destruct I as [->|I]. apply Q.le_max_l.
    apply Qle_trans with (fold_right Qmax a l); auto. apply Q.le_max_r.
Qed.

Lemma maximum_in : forall l, l <> [] -> exists x, In x l /\ maximum l == x.
Proof.
  intros [|a l] N. { contradiction. } simpl. clear N. induction l as [|b l [x [I E]]].
  - exists a. split. left; reflexivity. reflexivity.
  - simpl. destruct (max_cases b (fold_right Qmax a l)) as [M|M].
    + exists x. split. destruct I as [->|I]; simpl; auto. rewrite M. exact E.
    + exists b. split; simpl; auto.
Qed.

Lemma minimum_le : forall l x, In x l -> minimum l <= x.
Proof.
  intros [|a l] x I. { destruct I. } simpl. destruct I as [->|I].
  - induction l as [|b l IH]; simpl. lra. apply Qle_trans with (fold_right Qmin x l); auto. apply Q.le_min_r.
  - induction l as [|b l IH]; simpl. { destruct I. } destruct I as [->|I]. apply Q.le_min_l.
    apply Qle_trans with (fold_right Qmin a l); auto. apply Q.le_min_r.
Qed.

Lemma minimum_in : forall l, l <> [] -> exists x, In x l /\ minimum l == x.
Proof.
  intros [|a l] N. { contradiction. } simpl. clear N. induction l as [|b l [x [I E]]].
  - exists a. split. left; reflexivity. reflexivity.
  - simpl. destruct (min_cases b (fold_right Qmin a l)) as [M|M].
    + exists b. split; simpl; auto.
    + exists x. split. destruct I as [->|I]; simpl; auto. rewrite M. exact E.
Qed.

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
  destruct (nth_error (assumptions c) a) as [[| |ps| |]|] eqn:A; try discriminate.
  destruct (nth_error ps n) as [[i j]|] eqn:N; try discriminate. destruct (is_element e); try discriminate.
  injection H as <-. rewrite margin_eval. intros Z. apply (R a ps n i j e A N). lra.
Qed.

Definition proportional (f g : form) : bool :=
  match f, g with
  | (_, p) :: _, (_, q) :: _ => negb (Qeq_bool q 0) && negb (Qeq_bool p 0) && same_form (scale q f) (scale p g)
  | _, _ => false
  end.

Lemma proportional_nonzero : forall f g u, proportional f g = true -> ~ ev u f == 0 -> ~ ev u g == 0.
Proof.
  intros f g u H N Z. destruct f as [|[k p] f], g as [|[l q] g]; try discriminate. unfold proportional in H.
  apply andb_true_iff in H. destruct H as [H S]. apply andb_true_iff in H. destruct H as [Hq _].
  apply negb_true_iff in Hq. apply same_form_eval with (env := at_elements c els u) in S.
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
    + right. apply (proportional_nonzero f); auto.
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
  - assert (Z := proportional_nonzero x f u Pf (tie_form_nonzero t x u Ru X)).
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

(** *** Removing a node *)

Definition member (l : list nat) (x : nat) : bool := existsb (Nat.eqb x) l.

Lemma member_iff : forall l x, member l x = true <-> In x l.
Proof.
  intros l x. unfold member. rewrite existsb_exists. split.
  - intros [y [I E]]. apply Nat.eqb_eq in E. congruence.
  - intros I. exists x. split; auto. apply Nat.eqb_refl.
Qed.

Definition substitute (q : Q) (rest : form) (e i : nat) : form := merge rest (scale q (value_form i e)).

Definition mean_of (q : Q) (rest : form) (e : nat) (is : list nat) : form :=
  fold_right (fun i f => merge f (scale (q / count_of is) (value_form i e))) rest is.

(** What shows that [ts] are exactly the positions at which [by_] is largest; the first one is [t]. *)
Definition argmax_goals (by_ : list nat) (t : nat) (ts : list nat) (e : nat) : list (form * bool) :=
  let b n := nth n by_ 0%nat in
  flat_map (fun s => [(margin (b s) (b t) e, false); (margin (b t) (b s) e, false)]) ts ++
  map (fun s => (margin (b t) (b s) e, true)) (filter (fun s => negb (member (t :: ts) s)) (seq 0 (length by_))).

Fixpoint same_list (l r : list nat) : bool :=
  match l, r with [], [] => true | x :: l, y :: r => (x =? y) && same_list l r | _, _ => false end.

Lemma same_list_eq : forall l r, same_list l r = true -> l = r.
Proof.
  induction l as [|x l IH]; intros [|y r] H; simpl in H; try discriminate; auto.
  apply andb_true_iff in H. destruct H as [E H]. apply Nat.eqb_eq in E. rewrite E, (IH r H). reflexivity.
Qed.

Definition increasing (ts : list nat) (n : nat) : bool := same_list ts (filter (member ts) (seq 0 n)).

Definition prove_all (rec : proof -> form -> bool -> bool) : list proof -> list (form * bool) -> bool :=
  fix go ps gs :=
    match ps, gs with
    | [], [] => true
    | p :: ps, g :: gs => rec p (fst g) (snd g) && go ps gs
    | _, _ => false
    end.

(** [Choose] where any branch is a lower bound, [Each] where all are needed. *)
Definition bounded (rec : proof -> form -> bool -> bool) (p : proof) (branches : list form) (one strict : bool) : bool :=
  if one then
    match p with
    | Choose i p => match nth_error branches i with Some f => rec p f strict | None => false end
    | _ => false
    end
  else match p with Each ps => prove_all rec ps (map (fun f => (f, strict)) branches) | _ => false end.

Fixpoint prove (prems : list premise) (p : proof) (f : form) (strict : bool) {struct p} : bool :=
  match f with
  | ((S i, e), q) :: rest =>
      if Qeq_bool q 0 then false else
      match nth_error (expressions c) i with
      | Some (Max args) => bounded (prove prems) p (map (substitute q rest e) args) (positive q) strict
      | Some (Pick by_ pay t) =>
          match p with
          | Argmax (t0 :: ts) because next =>
              increasing (t0 :: ts) (length by_) &&
              prove_all (prove prems) because (argmax_goals by_ t0 ts e) &&
              let paid := map (fun n => nth n pay 0%nat) (t0 :: ts) in
              match ts, t with
              | [], _ => prove prems next (substitute q rest e (nth t0 pay 0%nat)) strict
              | _, Uniform => prove prems next (mean_of q rest e paid) strict
              | _, Best => bounded (prove prems) next (map (substitute q rest e) paid) (positive q) strict
              | _, Worst => bounded (prove prems) next (map (substitute q rest e) paid) (negb (positive q)) strict
              end
          | _ => false
          end
      | _ => false
      end
  | _ => match p with Farkas l t => check_farkas prems f strict l t | _ => false end
  end.

Definition shown (u : utility) (f : form) (strict : bool) : Prop := 0 <= ev u f /\ (strict = true -> 0 < ev u f).

Lemma shown_le : forall u f g strict, ev u g <= ev u f -> shown u g strict -> shown u f strict.
Proof. intros u f g s L [A B]. split. lra. intros E. specialize (B E). lra. Qed.

Lemma substitute_eval : forall u q rest e i,
  ev u (substitute q rest e i) == ev u rest + q * value c i (element_at e u).
Proof. intros. unfold substitute. rewrite eval_merge, eval_scale, value_form_eval. reflexivity. Qed.

Lemma mean_eval : forall u q rest e is, is <> [] ->
  ev u (mean_of q rest e is) ==
  ev u rest + q * (Qsum (map (fun i => value c i (element_at e u)) is) / count_of is).
Proof.
  intros u q rest e is N. unfold mean_of. assert (P := count_pos is N). set (n := count_of is) in *. clearbody n. clear N.
  induction is as [|i is IH]; simpl. { field. lra. }
  rewrite eval_merge, eval_scale, value_form_eval, IH. field. lra.
Qed.

Section Soundness.
Variable prems : list premise.
Hypothesis claim_nodes : forall i e, nth_error (expressions c) i = Some e ->
  match e with Max args => args <> [] | Pick b p _ => length b = length p | _ => True end.

Definition sound (u : utility) (p : proof) : Prop := forall f strict, prove prems p f strict = true -> shown u f strict.

Definition parts_sound (u : utility) (p : proof) : Prop :=
  match p with Choose _ p => sound u p | Each ps => Forall (sound u) ps | _ => True end.

Lemma prove_all_sound : forall u ps gs, Forall (sound u) ps -> prove_all (prove prems) ps gs = true ->
  forall g, In g gs -> shown u (fst g) (snd g).
Proof.
  intros u ps gs F. revert gs. induction F as [|p ps S F IH]; intros [|g gs] H x I; simpl in H; try discriminate.
  - destruct I.
  - apply andb_true_iff in H. destruct H as [H1 H2]. destruct I as [<-|I]. apply S, H1. apply (IH gs H2 x I).
Qed.

(** Some branch bounds the form from below, where any does or where the form is one of them. *)
Lemma bounded_sound : forall u p branches one strict f, parts_sound u p ->
  bounded (prove prems) p branches one strict = true ->
  (one = true -> forall b, In b branches -> ev u b <= ev u f) ->
  (one = false -> exists b, In b branches /\ ev u b <= ev u f) -> shown u f strict.
Proof.
  intros u p branches one strict f Ps H H1 H2. unfold bounded in H. destruct one.
  - destruct p as [|i p| |]; try discriminate. destruct (nth_error branches i) as [b|] eqn:E; try discriminate.
    apply shown_le with b. apply H1; auto. apply nth_error_In with i, E. apply Ps, H.
  - destruct p as [| |ps|]; try discriminate. destruct (H2 eq_refl) as [b [I L]].
    apply shown_le with b; auto.
    apply (prove_all_sound u ps _ Ps H (b, strict)). apply in_map_iff. exists b. auto.
Qed.

Lemma chosen_positions : forall u by_ t ts e, increasing (t :: ts) (length by_) = true ->
  (forall g, In g (argmax_goals by_ t ts e) -> shown u (fst g) (snd g)) ->
  chosen (map (fun i => value c i (element_at e u)) by_) = t :: ts.
Proof.
  intros u by_ t ts e Inc G. set (v := fun i => value c i (element_at e u)).
  assert (Eq := same_list_eq _ _ Inc). clear Inc.
  set (b := fun n => v (nth n by_ 0%nat)).
  assert (Range : forall s, In s (t :: ts) -> (s < length by_)%nat).
  { intros s I. rewrite Eq in I. apply filter_In in I. destruct I as [I _]. apply in_seq in I. lia. }
  assert (Same : forall s, In s (t :: ts) -> b s == b t).
  { intros s [->|I]. reflexivity. unfold argmax_goals in G.
    assert (A := G (margin (nth s by_ 0%nat) (nth t by_ 0%nat) e, false)).
    assert (B := G (margin (nth t by_ 0%nat) (nth s by_ 0%nat) e, false)).
    destruct A as [A _]. { apply in_or_app. left. apply in_flat_map. exists s. simpl. auto. }
    destruct B as [B _]. { apply in_or_app. left. apply in_flat_map. exists s. simpl. auto. }
    simpl in A, B. rewrite margin_eval in A, B. unfold b, v. lra. }
  assert (Less : forall s, (s < length by_)%nat -> ~ In s (t :: ts) -> b s < b t).
  { intros s L I. unfold argmax_goals in G.
    assert (A := G (margin (nth t by_ 0%nat) (nth s by_ 0%nat) e, true)).
    destruct A as [_ A].
    { apply in_or_app. right. apply in_map_iff. exists s. split; auto. apply filter_In. split.
      - apply in_seq. lia.
      - apply negb_true_iff. apply not_true_is_false. rewrite member_iff. exact I. }
    specialize (A eq_refl). simpl in A. rewrite margin_eval in A. unfold b, v. lra. }
  assert (Nth : forall s, (s < length by_)%nat -> nth s (map v by_) 0 = b s).
  { intros s L. unfold b. rewrite (nth_indep _ 0 (v 0%nat)) by (rewrite map_length; exact L). apply (map_nth v). }
  assert (Lt : (t < length by_)%nat) by (apply Range; left; reflexivity).
  assert (Top : maximum (map v by_) == b t).
  { apply Qle_antisym.
    - destruct (maximum_in (map v by_)) as [x [I E]].
      { intros Z. apply (f_equal (@length Q)) in Z. rewrite map_length in Z. simpl in Z. lia. }
      rewrite E. destruct (In_nth _ _ 0 I) as [s [L E']]. rewrite map_length in L. rewrite <- E', Nth by exact L.
      destruct (in_dec Nat.eq_dec s (t :: ts)) as [J|J]. rewrite (Same s J). lra. generalize (Less s L J). lra.
    - apply maximum_ge. rewrite <- (Nth t Lt). apply nth_In. rewrite map_length. exact Lt. }
  unfold chosen. rewrite map_length, Eq at 1. apply filter_ext_in. intros s I. apply in_seq in I.
  assert (L : (s < length by_)%nat) by lia. apply eq_true_iff_eq. rewrite Qeq_bool_iff, member_iff, Top, Nth by exact L.
  split.
  - intros E. destruct (in_dec Nat.eq_dec s (t :: ts)) as [J|J]; auto. generalize (Less s L J). lra.
  - apply Same.
Qed.

Definition argmax_sound (u : utility) (p : proof) : Prop :=
  match p with Argmax _ ps p => Forall (sound u) ps /\ sound u p /\ parts_sound u p | _ => True end.

Lemma node_value : forall u i e q rest x, nth_error (expressions c) i = Some x ->
  ev u ((S i, e, q) :: rest) == ev u rest + q * evaluate (fun j => value c j (element_at e u)) (element_at e u) x.
Proof.
  intros u i e q rest x E. unfold eval. simpl. fold (element_at e u). rewrite (value_unfold c i x _ c_ordered E). ring.
Qed.

Lemma max_sound : forall u p i e q rest args strict, parts_sound u p -> nth_error (expressions c) i = Some (Max args) ->
  bounded (prove prems) p (map (substitute q rest e) args) (positive q) strict = true ->
  shown u ((S i, e, q) :: rest) strict.
Proof.
  intros u p i e q rest args strict Parts E H. assert (Value := node_value u i e q rest _ E). simpl in Value.
  assert (Ne := claim_nodes i _ E). simpl in Ne. set (v := fun j => value c j (element_at e u)) in *.
  apply (bounded_sound u p _ _ strict _ Parts H).
  - intros Pq b I. apply positive_iff in Pq. apply in_map_iff in I. destruct I as [k [<- I]].
    rewrite Value, substitute_eval. fold (v k). generalize (maximum_ge (map v args) (v k) (in_map v args k I)). nra.
  - intros _. destruct (maximum_in (map v args)) as [x [I M]].
    { intros Z. apply map_eq_nil in Z. contradiction. }
    apply in_map_iff in I. destruct I as [k [Ex I]]. exists (substitute q rest e k). split.
    + apply in_map, I.
    + rewrite Value, substitute_eval, M, <- Ex. fold (v k). lra.
Qed.

Lemma prove_step : forall u, regular u -> satisfied prems u -> forall p, parts_sound u p -> argmax_sound u p -> sound u p.
Proof.
  intros u Ru Su p Parts A f strict H.
  assert (Affine : forall l t, p = Farkas l t -> check_farkas prems f strict l t = true -> shown u f strict).
  { intros l t _ Hf. apply (check_farkas_sound prems f strict l t u Ru Su Hf). }
  destruct f as [|[[[|i0] e] q] rest].
  1: destruct p as [l t| | |]; simpl in H; try discriminate; apply (Affine l t eq_refl H).
  1: destruct p as [l t| | |]; simpl in H; try discriminate; apply (Affine l t eq_refl H).
  clear Affine. assert (Node : match nth_error (expressions c) i0 with
    | Some (Max args) => bounded (prove prems) p (map (substitute q rest e) args) (positive q) strict = true
    | Some (Pick _ _ _) => exists ts ps n, p = Argmax ts ps n
    | _ => False end).
  { destruct p; simpl in H; destruct (Qeq_bool q 0); try discriminate;
      destruct (nth_error (expressions c) i0) as [[| | |]|]; try discriminate; eauto. }
  destruct (nth_error (expressions c) i0) as [[l0 c0|l0 c0|args|by_ pay ti]|] eqn:E; try contradiction.
  { apply (max_sound u p i0 e q rest args strict Parts E Node). }
  destruct Node as [ts [ps [next ->]]]. rename next into p. destruct A as [IHs [IH IHp]]. simpl in H.
  destruct (Qeq_bool q 0) eqn:Q0; try discriminate. rewrite E in H.
  destruct ts as [|t0 ts]; try discriminate.
  apply andb_true_iff in H. destruct H as [H Hn]. apply andb_true_iff in H. destruct H as [Inc Because].
  assert (Chosen := chosen_positions u by_ t0 ts e Inc (prove_all_sound u ps _ IHs Because)).
  assert (Len := claim_nodes i0 _ E). simpl in Len.
  set (v := fun i => value c i (element_at e u)) in *.
  set (paid := map (fun n => nth n pay 0%nat) (t0 :: ts)) in *.
  assert (Eq := same_list_eq _ _ Inc).
  assert (Paid : map (fun n => nth n (map v pay) 0) (t0 :: ts) = map v paid).
  { unfold paid. rewrite map_map. apply map_ext_in. intros n I.
    rewrite Eq in I. apply filter_In in I. destruct I as [I _]. apply in_seq in I.
    rewrite (nth_indep _ 0 (v 0%nat)) by (rewrite map_length; lia). apply (map_nth v). }
  assert (Value : ev u ((S i0, e, q) :: rest) == ev u rest + q * picked ti (map v by_) (map v pay)).
  { rewrite (node_value u i0 e q rest _ E). reflexivity. }
  unfold picked in Value. rewrite Chosen, Paid in Value.
  assert (Np : paid <> []) by discriminate.
  assert (Best_or_worst : forall one extreme,
    (forall x, In x (map v paid) -> one = true -> q * x <= q * extreme (map v paid)) ->
    (exists x, In x (map v paid) /\ extreme (map v paid) == x) ->
    ev u ((S i0, e, q) :: rest) == ev u rest + q * extreme (map v paid) ->
    bounded (prove prems) p (map (substitute q rest e) paid) one strict = true ->
    shown u ((S i0, e, q) :: rest) strict).
  { intros one extreme X1 X2 Xv Hb. apply (bounded_sound u p _ one strict _ IHp Hb).
    - intros O b I. apply in_map_iff in I. destruct I as [k [<- I]]. rewrite Xv, substitute_eval. fold (v k).
      generalize (X1 (v k) (in_map v paid k I) O). lra.
    - intros _. destruct X2 as [x [I X]]. apply in_map_iff in I. destruct I as [k [Ek I]].
      exists (substitute q rest e k). split. apply in_map, I. rewrite Xv, substitute_eval, X, <- Ek. fold (v k). lra. }
  assert (Single : ts = [] -> prove prems p (substitute q rest e (nth t0 pay 0%nat)) strict = true ->
                   shown u ((S i0, e, q) :: rest) strict).
  { intros -> Hs. apply shown_le with (substitute q rest e (nth t0 pay 0%nat)); [|apply IH, Hs].
    rewrite Value, substitute_eval. unfold paid. simpl. fold (v (nth t0 pay 0%nat)).
    destruct ti; simpl; try lra. unfold count_of. simpl. setoid_replace ((v (nth t0 pay 0%nat) + 0) / 1)
      with (v (nth t0 pay 0%nat)) by field. lra. }
  assert (Vn : map v paid <> []) by discriminate.
  destruct ts as [|t1 ts]. { apply Single; auto. } clear Single.
  assert (Q0' : ~ q == 0) by (intros Z; apply Qeq_bool_iff in Z; congruence).
  destruct ti.
  - apply (Best_or_worst (positive q) maximum); auto.
    + intros x I O. apply positive_iff in O. generalize (maximum_ge _ x I). nra.
    + destruct (maximum_in _ Vn) as [x X]. exists x. exact X.
  - apply (Best_or_worst (negb (positive q)) minimum); auto.
    + intros x I O. apply negb_true_iff in O. assert (q <= 0).
      { destruct (Qlt_le_dec 0 q) as [L|]; auto. apply positive_iff in L. congruence. }
      generalize (minimum_le _ x I). nra.
    + destruct (minimum_in _ Vn) as [x X]. exists x. exact X.
  - apply shown_le with (mean_of q rest e paid); [|apply IH, Hn].
    rewrite Value, (mean_eval u q rest e paid Np). unfold count_of. rewrite map_length. fold v. lra.
Qed.

Lemma prove_sound : forall u, regular u -> satisfied prems u -> forall p, sound u p.
Proof.
  intros u Ru Su p. cut (sound u p /\ parts_sound u p). { tauto. }
  assert (Both : forall ps, Forall (fun p => sound u p /\ parts_sound u p) ps -> Forall (sound u) ps).
  { intros ps F. rewrite Forall_forall in *. intros x I. apply F, I. }
  induction p as [l t|i p [IH IHp]|ps IH|ts ps p IHs [IH IHp]] using proof_induction.
  - split; [apply prove_step|]; simpl; auto.
  - split; [apply prove_step|]; simpl; auto.
  - split; [apply prove_step|]; simpl; auto.
  - split; [apply prove_step|]; simpl; auto.
Qed.

End Soundness.
End Checking.
