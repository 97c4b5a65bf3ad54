(** Proofs that a value is nonnegative or positive wherever some premises hold: the rules that remove a [Max] or a [Pick] until
    a Farkas combination is left. The functions follow decision/checker/proofs.py; their soundness is [prove_sound]. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims Forms Farkas.
Import ListNotations.
Open Scope Q_scope.

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

Section Checking.
Variable c : claim.
Variable els : list element.
Variable pats : list form.
Hypothesis c_ordered : ordered references 0 (expressions c) = true.
Hypothesis pats_are : pats = patterns (expressions c) [].
Hypothesis els_affine : affine_elements els = true.

Notation ev u := (eval (at_elements c els u)).
Notation element_at := (element_at els).
Notation value_form := (value_form els pats).
Notation margin := (margin els pats).
Notation satisfied := (satisfied c els).
Notation regular := (regular c els).
Notation check_farkas := (check_farkas c els pats).
Notation value_form_eval := (value_form_eval c els pats c_ordered pats_are els_affine).
Notation margin_eval := (margin_eval c els pats c_ordered pats_are els_affine).
Notation check_farkas_sound := (check_farkas_sound c els pats c_ordered pats_are els_affine).

(** *** Removing a node *)

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
