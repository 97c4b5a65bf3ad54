(** Affine forms over coordinates and nodes, and the values of a claim at group elements, computed as such forms.

    A form is a list of keys with coefficients, sorted so that the largest key comes first (only completeness depends on the
    order). The key [(0, 0)] is the constant, [(0, S w)] coordinate [w], and [(S i, e)] the node [i] (a [Max] or a [Pick])
    at element [e]. An element is given by the form of each coordinate of [g u]. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims.
Import ListNotations.
Open Scope Q_scope.

Notation key := (nat * nat)%type.
Notation form := (list (key * Q)).
Definition unit_key : key := (0%nat, 0%nat).

Definition compare_keys (a b : key) : comparison :=
  match Nat.compare (fst a) (fst b) with Eq => Nat.compare (snd a) (snd b) | c => c end.

Lemma compare_keys_eq : forall a b, compare_keys a b = Eq -> a = b.
Proof.
  intros [a b] [c d]. unfold compare_keys. simpl. destruct (Nat.compare a c) eqn:E; try discriminate.
  intros F. apply Nat.compare_eq in E. apply Nat.compare_eq in F. congruence.
Qed.

Definition key_eqb (a b : key) : bool := (fst a =? fst b) && (snd a =? snd b).

Lemma key_eqb_eq : forall a b, key_eqb a b = true -> a = b.
Proof.
  intros [a b] [c d] H. unfold key_eqb in H. simpl in H. apply andb_true_iff in H. destruct H as [E F].
  apply Nat.eqb_eq in E. apply Nat.eqb_eq in F. congruence.
Qed.

Definition eval (env : key -> Q) (f : form) : Q := Qsum (map (fun a => snd a * env (fst a)) f).

Definition cons_nonzero (k : key) (q : Q) (f : form) : form := if Qeq_bool q 0 then f else (k, q) :: f.

Fixpoint merge (f g : form) {struct f} : form :=
  match f with
  | [] => g
  | (k, p) :: f' =>
      (fix inner (g : form) : form :=
         match g with
         | [] => f
         | (l, q) :: g' =>
             match compare_keys k l with
             | Eq => cons_nonzero k (Qred (p + q)) (merge f' g')
             | Gt => (k, p) :: merge f' g
             | Lt => (l, q) :: inner g'
             end
         end) g
  end.

Definition scale (q : Q) (f : form) : form :=
  if Qeq_bool q 0 then [] else map (fun a => (fst a, Qred (q * snd a))) f.

Definition minus (f g : form) : form := merge f (scale (-1) g).
Definition single (k : key) (q : Q) : form := cons_nonzero k (Qred q) [].

Section Evaluation.
Variable env : key -> Q.

Lemma eval_cons_nonzero : forall k q f, eval env (cons_nonzero k q f) == q * env k + eval env f.
Proof.
  intros k q f. unfold cons_nonzero. destruct (Qeq_bool q 0) eqn:E; [|reflexivity].
  apply Qeq_bool_iff in E. rewrite E. ring.
Qed.

Lemma eval_merge : forall f g, eval env (merge f g) == eval env f + eval env g.
Proof.
  induction f as [|[k p] f IH]; intros g.
  - unfold eval. simpl. ring.
  - induction g as [|[l q] g IHg].
    + unfold eval. simpl. ring.
    + simpl. destruct (compare_keys k l) eqn:E.
      * apply compare_keys_eq in E. subst l. rewrite eval_cons_nonzero, IH, (Qred_correct (p + q)). unfold eval. simpl. ring.
      * unfold eval in *. simpl in *. rewrite IHg. ring.
      * unfold eval in *. simpl in *. rewrite IH. simpl. ring.
Qed.

Lemma eval_scale : forall q f, eval env (scale q f) == q * eval env f.
Proof.
  intros q f. unfold scale. destruct (Qeq_bool q 0) eqn:E.
  - apply Qeq_bool_iff in E. rewrite E. unfold eval. simpl. ring.
  - unfold eval. induction f as [|[k p] f IH]; simpl. { ring. } rewrite IH, (Qred_correct (q * p)). ring.
Qed.

Lemma eval_minus : forall f g, eval env (minus f g) == eval env f - eval env g.
Proof. intros. unfold minus. rewrite eval_merge, eval_scale. ring. Qed.

Lemma eval_single : forall k q, eval env (single k q) == q * env k.
Proof. intros. unfold single. rewrite eval_cons_nonzero, (Qred_correct q). unfold eval. simpl. ring. Qed.

(** The sum of multiples of forms. *)
Definition combine_forms (l : list (Q * form)) : form := fold_right (fun a f => merge (scale (fst a) (snd a)) f) [] l.

Lemma eval_combine : forall l, eval env (combine_forms l) == Qsum (map (fun a => fst a * eval env (snd a)) l).
Proof.
  induction l as [|[q f] l IH]; simpl. { reflexivity. } rewrite eval_merge, eval_scale, IH. reflexivity.
Qed.

End Evaluation.

Lemma eval_ext : forall env env' f, (forall a, In a f -> env (fst a) == env' (fst a)) -> eval env f == eval env' f.
Proof. intros env env' f H. apply Qsum_ext. intros a I. rewrite (H a I). reflexivity. Qed.

(** Equality of forms, with coefficients up to [==]. *)
Fixpoint same_form (f g : form) : bool :=
  match f, g with
  | [], [] => true
  | (k, p) :: f', (l, q) :: g' => key_eqb k l && Qeq_bool p q && same_form f' g'
  | _, _ => false
  end.

Lemma same_form_eval : forall env f g, same_form f g = true -> eval env f == eval env g.
Proof.
  intros env f. induction f as [|[k p] f IH]; intros [|[l q] g] H; simpl in H; try discriminate. { reflexivity. }
  apply andb_true_iff in H. destruct H as [H F]. apply andb_true_iff in H. destruct H as [K E].
  apply key_eqb_eq in K. apply Qeq_bool_iff in E. unfold eval in *. simpl. rewrite K, E, (IH g F). reflexivity.
Qed.

(** Affine forms, written by the engines as coordinates with coefficients, and a constant. *)
Definition read_form (l : list (nat * Q)) (c : Q) : form :=
  fold_right (fun a f => merge (single (0%nat, S (fst a)) (snd a)) f) (single unit_key c) l.

Definition affine (f : form) : bool := forallb (fun a => fst (fst a) =? 0) f.

(** *** Environments *)

Definition coordinates (u : utility) (k : key) : Q :=
  match k with (0%nat, 0%nat) => 1 | (0%nat, S w) => u w | _ => 0 end.

Notation element := (list form).

Definition coordinate_form (el : element) (w : nat) : form := nth w el (single (0%nat, S w) 1).
Definition moved (el : element) (u : utility) : utility := fun w => eval (coordinates u) (coordinate_form el w).

(** The value of a key at [u]: nodes are evaluated at the element they name. *)
Definition at_elements (c : claim) (els : list element) (u : utility) (k : key) : Q :=
  match k with (0%nat, 0%nat) => 1 | (0%nat, S w) => u w | (S i, e) => value c i (moved (nth e els []) u) end.

Lemma eval_affine : forall c els u f, affine f = true -> eval (at_elements c els u) f == eval (coordinates u) f.
Proof.
  intros c els u f H. apply eval_ext. intros [[i w] q] I. unfold affine in H. rewrite forallb_forall in H.
  specialize (H _ I). simpl in *. destruct i; try discriminate. destruct w; reflexivity.
Qed.

Lemma eval_read_form : forall env l c,
  env unit_key == 1 -> eval env (read_form l c) == c + Qsum (map (fun a => snd a * env (0%nat, S (fst a))) l).
Proof.
  intros env l c E. induction l as [|a l IH]; simpl.
  - rewrite eval_single, E. ring.
  - rewrite eval_merge, eval_single, IH. ring.
Qed.

Lemma coordinates_same : forall u u', same_goal u u' -> forall k, coordinates u k == coordinates u' k.
Proof. intros u u' H [[|i] [|w]]; simpl; try reflexivity. apply H. Qed.

Lemma moved_same : forall el u u', same_goal u u' -> same_goal (moved el u) (moved el u').
Proof. intros el u u' H w. apply eval_ext. intros a _. apply coordinates_same, H. Qed.

(** *** Patterns: the values of a claim as forms, with nodes [(S i, 0)] *)

Definition pattern_of (done : list form) (e : expression) : form :=
  match e with
  | Linear l c => read_form l c
  | Sum l c => merge (single unit_key c) (combine_forms (map (fun a => (fst a, nth (snd a) done [])) l))
  | Max _ | Pick _ _ _ => single (S (length done), 0%nat) 1
  end.

Fixpoint patterns (es : list expression) (done : list form) : list form :=
  match es with [] => done | e :: r => patterns r (done ++ [pattern_of done e]) end.

Definition inner (c : claim) (u : utility) (k : key) : Q :=
  match k with (0%nat, 0%nat) => 1 | (0%nat, S w) => u w | (S i, _) => value c i u end.

Lemma patterns_length : forall es done, length (patterns es done) = (length done + length es)%nat.
Proof.
  induction es as [|e es IH]; intros done; simpl. lia. rewrite IH, app_length. simpl. lia.
Qed.

Lemma patterns_eval : forall c u, ordered references 0 (expressions c) = true ->
  forall i, (i < length (expressions c))%nat -> eval (inner c u) (nth i (patterns (expressions c) []) []) == value c i u.
Proof.
  intros c u O.
  assert (H : forall es done, (forall k e, nth_error es k = Some e ->
      nth_error (expressions c) (length done + k) = Some e) -> ordered references (length done) es = true ->
    (forall i, (i < length done)%nat -> eval (inner c u) (nth i done []) == value c i u) ->
    forall i, (i < length done + length es)%nat -> eval (inner c u) (nth i (patterns es done) []) == value c i u).
  { induction es as [|e es IH]; intros done Hes Od Hd i L; simpl in *. { apply Hd. lia. }
    apply andb_true_iff in Od. destruct Od as [R Od]. apply IH.
    - intros k x E. rewrite app_length. simpl. rewrite <- Nat.add_assoc. apply Hes. exact E.
    - rewrite app_length, Nat.add_1_r. exact Od.
    - intros j Lj. rewrite app_length in Lj. simpl length in Lj. destruct (Nat.eq_dec j (length done)) as [->|N].
      + rewrite app_nth2 by apply le_n. rewrite Nat.sub_diag. simpl nth.
        assert (E := Hes 0%nat e eq_refl). rewrite Nat.add_0_r in E.
        destruct e as [l q|l q|args|b p t]; unfold pattern_of.
        * rewrite (value_unfold c (length done) _ u O E), eval_read_form by reflexivity. reflexivity.
        * rewrite (value_unfold c (length done) _ u O E), eval_merge, eval_single, eval_combine, map_map. simpl. rewrite Qmult_1_r.
          apply Qplus_comp; [reflexivity|]. apply Qsum_ext. intros a I. simpl.
          rewrite Hd. reflexivity. rewrite forallb_forall in R. apply Nat.ltb_lt, R, in_map, I.
        * rewrite eval_single. apply Qmult_1_l.
        * rewrite eval_single. apply Qmult_1_l.
      + assert (Lt : (j < length done)%nat) by lia. rewrite app_nth1 by exact Lt. apply Hd, Lt.
    - rewrite app_length. simpl. lia. }
  intros i L. apply (H (expressions c) []); simpl; auto. intros j Lj. lia.
Qed.

(** *** Values at elements *)

Definition at_key (els : list element) (e : nat) (k : key) : form :=
  match k with
  | (0%nat, 0%nat) => single unit_key 1
  | (0%nat, S w) => coordinate_form (nth e els []) w
  | (S i, _) => single (S i, e) 1
  end.

Definition at_element (els : list element) (e : nat) (f : form) : form :=
  combine_forms (map (fun a => (snd a, at_key els e (fst a))) f).

Definition affine_elements (els : list element) : bool := forallb (forallb affine) els.

Lemma affine_coordinate : forall els e w, affine_elements els = true -> affine (coordinate_form (nth e els []) w) = true.
Proof.
  intros els e w H. unfold coordinate_form, affine_elements in *. rewrite forallb_forall in H.
  assert (G : forallb affine (nth e els []) = true).
  { destruct (nth_in_or_default e els []) as [I|E]. apply H, I. rewrite E. reflexivity. }
  rewrite forallb_forall in G. destruct (nth_in_or_default w (nth e els []) (single (0%nat, S w) 1)) as [I|E].
  apply G, I. rewrite E. reflexivity.
Qed.

Lemma eval_at_element : forall c els u e f, affine_elements els = true ->
  eval (at_elements c els u) (at_element els e f) == eval (inner c (moved (nth e els []) u)) f.
Proof.
  intros c els u e f A. unfold at_element. rewrite eval_combine, map_map. unfold eval at 2. apply Qsum_ext.
  intros [[i w] q] _. simpl. apply Qmult_comp; [reflexivity|]. destruct i as [|i]; [destruct w as [|w]|]; simpl.
  - reflexivity.
  - rewrite (eval_affine c els u _ (affine_coordinate els e w A)). reflexivity.
  - rewrite eval_single. simpl. ring.
Qed.

(** *** Elements from words in generators *)

Definition identity (n : nat) : element := map (fun w => single (0%nat, S w) 1) (seq 0 n).

Definition center_form (el : element) (m : center) : form :=
  match m with Number q => single unit_key q | Coordinate w => coordinate_form el w end.

Definition apply_generator (n : nat) (g : list image) (el : element) : element :=
  map (fun w => match find (fun m => target m =? w) g with
                | None => coordinate_form el w
                | Some m => if flipped m then minus (scale 2 (center_form el (about m))) (coordinate_form el (source m))
                            else coordinate_form el (source m)
                end) (seq 0 n).

Definition within (n : nat) (g : list image) : bool := forallb (fun m => target m <? n) g.

Lemma coordinate_identity : forall n w, coordinate_form (identity n) w = single (0%nat, S w) 1.
Proof.
  intros n w. unfold coordinate_form, identity. destruct (Nat.lt_ge_cases w n) as [L|L].
  - rewrite (nth_indep _ _ ((fun w => single (0%nat, S w) 1) 0%nat)) by (rewrite map_length, seq_length; exact L).
    rewrite (map_nth (fun w => single (0%nat, S w) 1)), seq_nth by exact L. reflexivity.
  - apply nth_overflow. rewrite map_length, seq_length. exact L.
Qed.

Lemma moved_identity : forall n u, same_goal (moved (identity n) u) u.
Proof. intros n u w. unfold moved. rewrite coordinate_identity, eval_single. simpl. ring. Qed.

Lemma moved_apply : forall n g el u, within n g = true -> length el = n ->
  same_goal (moved (apply_generator n g el) u) (act g (moved el u)).
Proof.
  intros n g el u W Len w. unfold moved at 1. unfold apply_generator, coordinate_form at 1.
  destruct (Nat.lt_ge_cases w n) as [L|L].
  - set (F := fun w => match find (fun m => target m =? w) g with
                | None => coordinate_form el w
                | Some m => if flipped m then minus (scale 2 (center_form el (about m))) (coordinate_form el (source m))
                            else coordinate_form el (source m)
                end).
    rewrite (nth_indep _ _ (F 0%nat)) by (rewrite map_length, seq_length; exact L).
    rewrite (map_nth F), seq_nth by exact L. simpl. unfold F, act.
    destruct (find (fun m => target m =? w) g) as [m|]; [|reflexivity].
    destruct (flipped m); [|reflexivity]. rewrite eval_minus, eval_scale.
    destruct (about m); simpl; [|reflexivity]. rewrite eval_single. simpl. unfold moved. ring.
  - rewrite nth_overflow by (rewrite map_length, seq_length; exact L). unfold act.
    destruct (find (fun m => target m =? w) g) as [m|] eqn:E.
    + exfalso. apply find_some in E. destruct E as [I E]. apply Nat.eqb_eq in E. unfold within in W.
      rewrite forallb_forall in W. specialize (W m I). apply Nat.ltb_lt in W. lia.
    + unfold moved, coordinate_form. rewrite nth_overflow by lia. reflexivity.
Qed.

Lemma apply_length : forall n g el, length (apply_generator n g el) = n.
Proof. intros. unfold apply_generator. rewrite map_length, seq_length. reflexivity. Qed.

Definition inverse (g : list image) : list image :=
  map (fun m => {| target := source m; flipped := flipped m; source := target m; about := about m |}) g.

(** Whether [inverse g] undoes [g]: so it is for signed permutations that leave the centres alone. *)
Definition invertible (n : nat) (g : list image) : bool :=
  within n g && within n (inverse g) &&
  forallb (fun p => same_form (fst p) (snd p))
    (combine (apply_generator n (inverse g) (apply_generator n g (identity n))) (identity n)).

Lemma invertible_undoes : forall n g u, invertible n g = true -> same_goal (act (inverse g) (act g u)) u.
Proof.
  intros n g u H. unfold invertible in H. apply andb_true_iff in H. destruct H as [H F].
  apply andb_true_iff in H. destruct H as [W W'].
  set (el := apply_generator n (inverse g) (apply_generator n g (identity n))) in *.
  assert (E : same_goal (moved el u) (moved (identity n) u)).
  { intros w. unfold moved, coordinate_form. destruct (Nat.lt_ge_cases w n) as [L|L].
    - apply same_form_eval. rewrite forallb_forall in F.
      assert (I : In (nth w el (single (0%nat, S w) 1), nth w (identity n) (single (0%nat, S w) 1))
                     (combine el (identity n))).
      { rewrite <- combine_nth. apply nth_In. rewrite combine_length. unfold el, identity at 2.
        rewrite apply_length, map_length, seq_length, Nat.min_id. exact L.
        unfold el, identity at 2. rewrite apply_length, map_length, seq_length. reflexivity. }
      apply (F _ I).
    - rewrite 2!nth_overflow; try reflexivity. unfold identity. rewrite map_length, seq_length. exact L.
      unfold el. rewrite apply_length. exact L. }
  assert (Len : length (identity n) = n) by (unfold identity; rewrite map_length, seq_length; reflexivity).
  intros w. rewrite <- (moved_identity n u w), <- (E w). unfold el.
  rewrite (moved_apply n (inverse g) _ u W' (apply_length n g (identity n)) w).
  apply act_same. intros x. rewrite (moved_apply n g (identity n) u W Len x).
  apply act_same. intros y. symmetry. apply moved_identity.
Qed.

(** A letter [(false, k)] is generator [k], and [(true, k)] its inverse; the last letter is applied first. *)
Definition letter_generator (gs : list (list image)) (l : bool * nat) : option (list image) :=
  match nth_error gs (snd l) with
  | Some g => Some (if fst l then inverse g else g)
  | None => None
  end.

Fixpoint read_word (n : nat) (gs : list (list image)) (word : list (bool * nat)) : option element :=
  match word with
  | [] => Some (identity n)
  | l :: r =>
      match letter_generator gs l, read_word n gs r with
      | Some g, Some el => Some (apply_generator n g el)
      | _, _ => None
      end
  end.

Lemma read_word_length : forall n gs word el, read_word n gs word = Some el -> length el = n.
Proof.
  intros n gs [|l word] el H; simpl in H.
  - injection H as <-. unfold identity. rewrite map_length, seq_length. reflexivity.
  - destruct (letter_generator gs l); try discriminate. destruct (read_word n gs word); try discriminate.
    injection H as <-. apply apply_length.
Qed.

Lemma read_word_invariant : forall n gs mu, forallb (invertible n) gs = true ->
  (forall g, In g gs -> invariant same_goal mu (act g)) ->
  forall word el, read_word n gs word = Some el -> invariant same_goal mu (moved el).
Proof.
  intros n gs mu V I. rewrite forallb_forall in V.
  induction word as [|l word IH]; intros el H; simpl in H.
  - injection H as <-. apply (invariant_ext same_goal mu (fun u => u)).
    intros u w. symmetry. apply moved_identity. intros f _. reflexivity.
  - destruct (letter_generator gs l) as [g|] eqn:G; try discriminate.
    destruct (read_word n gs word) as [el'|] eqn:R; try discriminate. injection H as <-.
    assert (K : invariant same_goal mu (act g) /\ within n g = true).
    { unfold letter_generator in G. destruct (nth_error gs (snd l)) as [g'|] eqn:E; try discriminate.
      apply nth_error_In in E. injection G as <-. assert (Vg := V g' E). assert (Vi := Vg). unfold invertible in Vg.
      apply andb_true_iff in Vg. destruct Vg as [Vg _]. apply andb_true_iff in Vg. destruct Vg as [W W'].
      destruct (fst l); split; auto.
      apply (invariant_inverse same_goal mu (act g')); auto. apply act_same. intros u. apply (invertible_undoes n g' u Vi). }
    destruct K as [Ig W]. apply (invariant_ext same_goal mu (fun u => act g (moved el' u))).
    + intros u w. symmetry. apply moved_apply; auto. apply (read_word_length n gs word), R.
    + apply invariant_compose; auto. apply act_same.
Qed.
