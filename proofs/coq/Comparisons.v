(** Why the evaluators of [Chambers.v] are right: where the signs of the compared forms are known, so are the events they decide. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Reading Licence Arrange Chambers.
Import ListNotations.
Open Scope Q_scope.

Section Truth.
Variable c : claim.
Hypothesis c_ordered : ordered references 0 (expressions c) = true.
Hypothesis claim_nodes : forall i e, nth_error (expressions c) i = Some e ->
  match e with Max args => args <> [] | Pick b p _ => length b = length p | _ => True end.
Notation pats := (patterns (expressions c) []).
Variable z : utility.
Notation ev := (eval (inner c z)).

(** *** Values as the largest of their parts *)

Definition largest_of (l : list form) (x : Q) : Prop := l <> [] /\ maximum (map ev l) == x.

Lemma maximum_app : forall l r, l <> [] -> r <> [] -> maximum (l ++ r) == Qmax (maximum l) (maximum r).
Proof.
  intros l r L R. destruct l as [|x l]; [contradiction|]. clear L. destruct r as [|y r]; [contradiction|]. clear R.
  assert (Up : forall z, In z ((x :: l) ++ y :: r) -> z <= Qmax (maximum (x :: l)) (maximum (y :: r))).
  { intros w I. apply in_app_or in I. destruct I as [I|I]; apply maximum_ge in I.
    - apply Qle_trans with (1 := I), Q.le_max_l.
    - apply Qle_trans with (1 := I), Q.le_max_r. }
  destruct (maximum_in ((x :: l) ++ y :: r) ltac:(discriminate)) as [w [I E]]. apply Qle_antisym.
  - rewrite E. apply Up, I.
  - apply Q.max_lub.
    + destruct (maximum_in (x :: l) ltac:(discriminate)) as [v [J F]]. rewrite F. apply maximum_ge, in_or_app. auto.
    + destruct (maximum_in (y :: r) ltac:(discriminate)) as [v [J F]]. rewrite F. apply maximum_ge, in_or_app. auto.
Qed.

Definition parts_right (done : list (option (list form))) : Prop :=
  forall i l, nth i done None = Some l -> largest_of l (value c i z).

Lemma all_parts_right : forall done ks l, parts_right done -> ks <> [] -> all_parts done ks = Some l ->
  largest_of l (maximum (map (fun i => value c i z) ks)).
Proof.
  intros done ks l D. revert l. induction ks as [|k ks IH]; intros l N H; [contradiction|]. simpl in H.
  destruct (nth k done None) as [m|] eqn:K; try discriminate. destruct (D k m K) as [Nm M].
  fold (all_parts done ks) in H. destruct ks as [|k' ks].
  - simpl in H. injection H as <-. rewrite app_nil_r. split; [exact Nm|]. rewrite M. reflexivity.
  - destruct (all_parts done (k' :: ks)) as [r|] eqn:R; try discriminate. injection H as <-.
    destruct (IH r ltac:(discriminate) eq_refl) as [Nr E]. split. { destruct m; [contradiction|discriminate]. }
    rewrite map_app, maximum_app by (destruct m, r; try contradiction; discriminate). rewrite M, E.
    change (map (fun i => value c i z) (k :: k' :: ks)) with ([value c k z] ++ map (fun i => value c i z) (k' :: ks)).
    rewrite maximum_app by discriminate. reflexivity.
Qed.

Lemma parts_sound : parts_right (parts c).
Proof.
  unfold parts.
  assert (H : forall es fs done, length es = length fs -> (length done <= length (expressions c))%nat ->
    (forall k e, nth_error es k = Some e -> nth_error (expressions c) (length done + k) = Some e) ->
    (forall k, nth_error fs k = nth_error pats (length done + k)) ->
    parts_right done -> parts_right (parts_list es fs done)).
  { induction es as [|e es IH]; intros [|f fs] done Len Le Hes Hfs D; simpl; auto.
    assert (E := Hes 0%nat e eq_refl). rewrite Nat.add_0_r in E.
    assert (Lt : (length done < length (expressions c))%nat) by (apply nth_error_Some; congruence).
    assert (F := Hfs 0%nat). rewrite Nat.add_0_r in F. simpl in F. symmetry in F. apply nth_error_nth with (d := []) in F.
    assert (V := patterns_eval c z c_ordered (length done) Lt). rewrite F in V.
    apply IH.
    - simpl in Len. lia.
    - rewrite app_length. simpl. lia.
    - intros k x K. rewrite app_length. simpl. rewrite <- Nat.add_assoc. apply Hes. exact K.
    - intros k. rewrite app_length. simpl. rewrite <- Nat.add_assoc. apply (Hfs (S k)).
    - intros i l K. destruct (Nat.lt_trichotomy i (length done)) as [L|[->|L]].
      + rewrite app_nth1 in K by exact L. apply D, K.
      + rewrite app_nth2, Nat.sub_diag in K by lia. simpl in K. unfold parts_of in K. destruct (affine f).
        * injection K as <-. split; [discriminate|]. exact V.
        * assert (U := value_unfold c (length done) e z c_ordered E). destruct e as [a q|a q|args|b p t]; try discriminate.
          -- destruct (node_of f) as [n|] eqn:Nf; try discriminate.
             destruct f as [|[[[|m] [|w]] q'] [|y r]]; simpl in Nf; try discriminate.
             destruct (Qeq_bool q' 1) eqn:Q1; try discriminate. injection Nf as <-. apply Qeq_bool_iff in Q1.
             destruct (D m l K) as [Nl M]. split; [exact Nl|]. rewrite M, <- V. unfold eval. simpl. rewrite Q1. ring.
          -- assert (Na := claim_nodes _ _ E). simpl in Na. destruct (all_parts_right done args l D Na K) as [Nl M].
             split; [exact Nl|]. rewrite M, U. reflexivity.
      + rewrite nth_overflow in K by (rewrite app_length; simpl; lia). discriminate. }
  apply H; auto.
  - rewrite patterns_length. reflexivity.
  - simpl. lia.
  - intros i l K. destruct i; discriminate.
Qed.

(** *** Comparisons row by row *)

Lemma maximum_least : forall l x, l <> [] -> (maximum l <= x <-> forall y, In y l -> y <= x).
Proof.
  intros l x N. split.
  - intros H y I. apply Qle_trans with (2 := H), maximum_ge, I.
  - intros H. destruct (maximum_in l N) as [y [I E]]. rewrite E. apply H, I.
Qed.

Lemma rows_right : forall i j m (strict : bool), rows c i j = Some m ->
  (if strict then above (value c i z) (value c j z) else Qle_bool (value c j z) (value c i z)) =
  forallb (fun row => existsb (fun f => if strict then above (ev f) 0 else Qle_bool 0 (ev f)) row) m.
Proof.
  intros i j m strict H. unfold rows in H. destruct (nth i (parts c) None) as [l|] eqn:L; try discriminate.
  destruct (nth j (parts c) None) as [r|] eqn:R; try discriminate. injection H as <-.
  destruct (parts_sound i l L) as [Nl Ml]. destruct (parts_sound j r R) as [Nr Mr].
  assert (Nl' : map ev l <> []) by (destruct l; [contradiction|discriminate]).
  assert (Nr' : map ev r <> []) by (destruct r; [contradiction|discriminate]).
  destruct (maximum_in _ Nl') as [x [Ix Ex]]. destruct (maximum_in _ Nr') as [y [Iy Ey]].
  apply in_map_iff in Ix. destruct Ix as [a [<- Ia]]. apply in_map_iff in Iy. destruct Iy as [b [<- Ib]].
  apply eq_true_iff_eq. rewrite forallb_forall. split.
  - intros H row I. apply in_map_iff in I. destruct I as [b' [<- I]]. apply existsb_exists. exists (minus a b').
    split; [apply in_map_iff; exists a; auto|]. assert (B : ev b' <= value c j z) by (rewrite <- Mr; apply maximum_ge, in_map, I).
    assert (A : ev a == value c i z) by (rewrite <- Ml; symmetry; exact Ex).
    destruct strict; [apply above_iff; apply above_iff in H|apply Qle_bool_iff; apply Qle_bool_iff in H]; rewrite eval_minus; lra.
  - intros H. specialize (H (map (fun a => minus a b) l) (in_map (fun b => map (fun a => minus a b) l) r b Ib)).
    apply existsb_exists in H. destruct H as [f [I H]]. apply in_map_iff in I. destruct I as [a' [<- I]].
    assert (A : ev a' <= value c i z) by (rewrite <- Ml; apply maximum_ge, in_map, I).
    assert (B : ev b == value c j z) by (rewrite <- Mr; symmetry; exact Ey).
    destruct strict; [apply above_iff in H; apply above_iff|apply Qle_bool_iff in H; apply Qle_bool_iff]; rewrite eval_minus in H; lra.
Qed.

(** *** Evaluators *)

Variable fs : list form.
Variable s : signs.
Hypothesis described : forall n, (n < length fs)%nat -> describes (nth n s (true, true)) (ev (nth n fs [])).
Hypothesis signs_length : length s = length fs.

Lemma place_right : forall f strict, right (sign3 strict (place_in f fs)) s (if strict then above (ev f) 0 else Qle_bool 0 (ev f)).
Proof.
  intros f strict. apply sign3_right. destruct (Nat.lt_ge_cases (place_in f fs) (length fs)) as [L|L].
  - assert (D := described _ L). assert (E : ev (nth (place_in f fs) fs []) == ev f).
    { clear - L. induction fs as [|g l IH]; simpl in *; [lia|]. destruct (same_form g f) eqn:S.
      - apply same_form_eval, S.
      - apply IH. lia. }
    destruct (nth (place_in f fs) s (true, true)) as [[|] [|]]; simpl in *; try rewrite <- E; auto.
  - rewrite nth_overflow by lia. exact I.
Qed.

Lemma evaluators_right : forall k, right (nth k (evaluators c fs) unknown) s (holds c k z).
Proof.
  intros k. unfold evaluators, holds, truth_list.
  assert (H : forall es done ts, length done = length ts ->
    (forall k, right (nth k done unknown) s (nth k ts false)) ->
    forall k, right (nth k (evaluators_list c fs es done) unknown) s
                    (nth k (truths es (fun i => nth i (value_list c z) 0) ts) false)).
  { induction es as [|e es IH]; intros done ts Len D n; simpl; [apply D|]. apply IH.
    { rewrite 2!app_length. simpl. lia. }
    intros m. destruct (Nat.lt_trichotomy m (length done)) as [L|[E|L]].
    - rewrite 2!app_nth1 by lia. apply D.
    - rewrite 2!app_nth2 by lia. replace (m - length done)%nat with 0%nat by lia. replace (m - length ts)%nat with 0%nat by lia.
      simpl. clear m E. unfold evaluator_of.
      assert (Many : forall ks, Forall2 (fun f t => right f s t) (map (fun k => nth k done unknown) ks) (map (fun k => nth k ts false) ks)).
      { intros ks. induction ks; simpl; constructor; auto. }
      assert (Rows : forall i j strict, right (match rows c i j with
          | Some m => all3 (map (fun row => any3 (map (fun f => sign3 strict (place_in f fs)) row)) m)
          | None => unknown end) s (if strict then above (value c i z) (value c j z) else Qle_bool (value c j z) (value c i z))).
      { intros i j strict. destruct (rows c i j) as [m|] eqn:R; [|intros b B; discriminate].
        rewrite (rows_right i j m strict R). clear R. intros b B.
        rewrite <- (join3_right false (map (fun row => any3 (map (fun f => sign3 strict (place_in f fs)) row)) m)
          (map (fun row => existsb (fun f => if strict then above (ev f) 0 else Qle_bool 0 (ev f)) row) m) s) with (b := b); auto.
        - clear. induction m as [|row m IH]; simpl; congruence.
        - clear B. induction m as [|row m IHm]; simpl; constructor; auto.
          intros b' B. rewrite <- (join3_right true (map (fun f => sign3 strict (place_in f fs)) row)
            (map (fun f => if strict then above (ev f) 0 else Qle_bool 0 (ev f)) row) s) with (b := b'); auto.
          + clear. induction row as [|f row IH]; simpl; congruence.
          + clear B. induction row as [|f row IHr]; simpl; constructor; auto using place_right. }
      destruct e as [i j|i j|ks|ks|n']; simpl truth_of.
      + apply (Rows i j false).
      + apply (Rows i j true).
      + intros b B. rewrite <- (join3_right false _ _ s (Many ks) b B). clear. induction ks; simpl; congruence.
      + intros b B. rewrite <- (join3_right true _ _ s (Many ks) b B). clear. induction ks; simpl; congruence.
      + intros b B. unfold not3 in B. destruct (nth n' done unknown s) as [x|] eqn:X; try discriminate. injection B as <-.
        rewrite (D n' x X). reflexivity.
    - rewrite 2!nth_overflow by (rewrite app_length; simpl; lia). intros b B. discriminate. }
  apply H; auto. intros [|n] b B; discriminate.
Qed.
End Truth.
