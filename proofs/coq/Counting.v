(** The main theorem on certificates of kind [chambers]: what [check_chambers] accepts is true of every finitely supported law of the
    class. Goals are relabelled inside blocks of outcomes; sorted ones lie in the cones that were dissected. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Permutation Setoid.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Exchanges Reading Licence Checker Soundness.
From Decision Require Import Arrange Chambers Comparisons Cones.
Import ListNotations.
Open Scope Q_scope.

(** *** Coordinates with new values *)

Fixpoint lookup {A} (w : nat) (l : list (nat * A)) (d : A) : A :=
  match l with [] => d | (v, x) :: r => if v =? w then x else lookup w r d end.

Definition assign (coords : list nat) (u : utility) (y : list Q) : utility := fun w => lookup w (combine coords y) (u w).
Definition source_of (coords q : list nat) (w : nat) : nat := lookup w (combine coords q) w.

Lemma lookup_outside : forall {A} w coords (y : list A) d, ~ In w coords -> lookup w (combine coords y) d = d.
Proof.
  intros A w coords. induction coords as [|v coords IH]; intros [|x y] d N; simpl; auto.
  destruct (Nat.eqb_spec v w) as [->|]; [exfalso; apply N; left; auto|]. apply IH. intros I. apply N. right. exact I.
Qed.

Lemma lookup_inside : forall {A} w coords (y : list A) d, In w coords -> length y = length coords ->
  In (w, lookup w (combine coords y) d) (combine coords y).
Proof.
  intros A w coords. induction coords as [|v coords IH]; intros [|x y] d I L; simpl in *; try destruct I; try discriminate.
  - subst. rewrite Nat.eqb_refl. auto.
  - destruct (Nat.eqb_spec v w) as [->|]; auto.
Qed.

Lemma lookup_map : forall {A B} (f : A -> B) w coords y d,
  lookup w (combine coords (map f y)) (f d) = f (lookup w (combine coords y) d).
Proof.
  intros A B f w coords. induction coords as [|v coords IH]; intros [|x y] d; simpl; auto. destruct (v =? w); auto.
Qed.

Lemma assign_values : forall coords u y, NoDup coords -> length y = length coords -> map (assign coords u y) coords = y.
Proof.
  intros coords u y N. revert y. induction N as [|v coords X N IH]; intros [|x y] L; simpl in *; try discriminate; auto.
  unfold assign at 1. simpl. rewrite Nat.eqb_refl. f_equal. rewrite <- (IH y) at 2 by lia. apply map_ext_in. intros w I.
  unfold assign. simpl. destruct (Nat.eqb_spec v w) as [->|]; [contradiction|reflexivity].
Qed.

(** *** Whole coefficients *)

Lemma dotQ_map : forall {A} (g : A -> Z) (z : A -> Q) l, dotQ (map g l) (map z l) == Qsum (map (fun w => inject_Z (g w) * z w) l).
Proof. intros A g z l. induction l as [|x l IH]; simpl. reflexivity. rewrite IH. reflexivity. Qed.

Lemma coefficient_eval : forall coords z f, NoDup coords ->
  forallb (fun a => match fst a with (O, S w) => member coords w | (O, O) => true | _ => false end) f = true ->
  eval (coordinates z) f == coefficient f unit_key + Qsum (map (fun w => coefficient f (0%nat, S w) * z w) coords).
Proof.
  intros coords z f N. unfold coefficient. induction f as [|[k q] f IH]; intros H.
  - unfold eval. simpl. rewrite (Qsum_ext _ (fun _ => 0)), Qsum_const by (intros; ring). ring.
  - simpl in H. apply andb_true_iff in H. destruct H as [K H]. specialize (IH H). unfold eval in *. simpl. rewrite IH. clear IH H.
    destruct k as [[|i] [|v]]; try discriminate.
    + change (key_eqb (0%nat, 0%nat) unit_key) with true. cbv iota. simpl coordinates.
      rewrite (Qsum_ext (fun w => (_ + _) * z w) (fun w => Qsum (map (fun a => if key_eqb (fst a) (0%nat, S w) then snd a else 0) f) * z w) coords).
      ring. intros w _. change (key_eqb (0%nat, 0%nat) (0%nat, S w)) with false. cbv iota. ring.
    + change (key_eqb (0%nat, S v) unit_key) with false. cbv iota. simpl coordinates. apply member_iff in K.
      rewrite (Qsum_ext (fun w => (_ + _) * z w) (fun w => (if w =? v then q else 0) * z w +
        Qsum (map (fun a => if key_eqb (fst a) (0%nat, S w) then snd a else 0) f) * z w) coords).
      * assert (P := Redraw.Qsum_pick q z v coords N K).
        rewrite Qsum_plus, P. ring.
      * intros w _. unfold key_eqb. simpl. rewrite (Nat.eqb_sym v w). destruct (w =? v); ring.
Qed.

Lemma whole_eval : forall coords z f, NoDup coords -> form_whole coords f = true ->
  0 < common f /\ affine f = true /\
  dotQ (fst (integral_form coords f)) (map z coords) + inject_Z (snd (integral_form coords f)) == common f * eval (coordinates z) f.
Proof.
  intros coords z f N H. unfold form_whole in H. repeat (apply andb_true_iff in H; destruct H as [H ?]).
  split; [apply positive_iff; assumption|split; [assumption|]].
  rewrite (coefficient_eval coords z f N) by assumption. unfold integral_form. simpl. rewrite dotQ_map.
  unfold is_whole in *. apply Qeq_bool_iff in H2. rewrite H2, Qmult_plus_distr_r, <- Qsum_scale. rewrite Qplus_comm.
  apply Qplus_comp; [reflexivity|]. apply Qsum_ext. intros w I. rewrite forallb_forall in H1. specialize (H1 w I).
  apply Qeq_bool_iff in H1. rewrite H1. ring.
Qed.

Lemma inner_affine : forall c z f, affine f = true -> eval (inner c z) f == eval (coordinates z) f.
Proof.
  intros c z f H. apply eval_ext. intros [[i w] q] I. unfold affine in H. rewrite forallb_forall in H.
  specialize (H _ I). simpl in *. destruct i; try discriminate. destruct w; reflexivity.
Qed.

Lemma describes_scaled : forall s d x y, 0 < d -> x == d * y -> describes s x -> describes s y.
Proof. intros [[|] [|]] d x y P E H; simpl in *; auto; rewrite E in H; nra. Qed.

(** *** Roots cover all sorted goals *)

Section Roots.
Variable fs : list integral.
Variable relabellings : list (list nat).
Variable shifted : bool.
Hypothesis unshifted : shifted = false -> forall f, In f fs -> snd f = 0%Z.
Variable ys : list (list Q).
Hypothesis ys_sorted : forall y, In y ys -> y <> [] /\ decreasing y.
Notation sizes := (map (@length Q) ys).

Definition goal_value (f : integral) (p : list nat) : Q := dotQ (fst f) (pick 0 p (concat ys)) + inject_Z (snd f).

Lemma dot_steps : forall d p (l : list (Q * direction)) x, (forall i, nth i x 0 == sum_at l i) ->
  dotQ d (pick 0 p x) == Qsum (map (fun a => fst a * inject_Z (dot d (pick 0%Z p (snd a)))) l).
Proof.
  intros d p l x H. unfold pick. revert d. induction p as [|i p IH]; intros [|a d]; simpl.
  1-3: unfold inject_Z; rewrite (Qsum_ext _ (fun _ => 0) l), Qsum_const by (intros; ring); ring.
  rewrite IH, H. unfold sum_at. rewrite <- Qsum_scale, <- Qsum_plus. apply Qsum_ext. intros b _.
  rewrite inject_Z_plus, inject_Z_mult. ring.
Qed.

Lemma live_value : forall r f p, live fs relabellings r = false -> In f fs -> In p relabellings -> value_at f p r = 0%Z.
Proof.
  intros r f p H I J. unfold live in H. apply not_true_iff_false in H.
  destruct (Z.lt_trichotomy (value_at f p r) 0) as [L|[E|L]]; auto; exfalso; apply H; apply existsb_exists;
    (exists (map (fun f => sign_of (value_at f p r)) fs); split; [unfold table; apply (in_map (fun p => map (fun f => sign_of (value_at f p r)) fs)), J|]);
    apply existsb_exists; exists (sign_of (value_at f p r)); (split; [apply (in_map (fun f => sign_of (value_at f p r))), I|]);
    unfold sign_of; simpl; apply orb_true_iff; rewrite 2!Z.ltb_lt; auto.
Qed.

Lemma opposite_value : forall r f p, value_at f p (opposite r) = (- value_at f p r)%Z.
Proof.
  intros [r t] [d k] p. unfold value_at, opposite. simpl.
  assert (D : dot d (pick 0%Z p (map Z.opp r)) = (- dot d (pick 0%Z p r))%Z); [|rewrite D; ring].
  unfold pick. revert d. induction p as [|i p IH]; intros [|x d]; simpl; auto. rewrite IH.
  rewrite (map_nth Z.opp r 0%Z i : nth i (map Z.opp r) 0%Z = Z.opp (nth i r 0%Z)). ring.
Qed.

Definition flat (l : list (Q * direction)) : list (Q * ray) := map (fun a => (fst a, (snd a, 0%Z))) l.
Definition kept (l : list (Q * direction)) : list (Q * ray) := filter (fun a => live fs relabellings (snd a)) (flat l).

Lemma kept_rays : forall l, map snd (kept l) = filter (live fs relabellings) (map (fun d => (d, 0%Z)) (map snd l)).
Proof.
  intros l. unfold kept, flat. induction l as [|[q d] l IH]; simpl; auto. destruct (live fs relabellings (d, 0%Z)); simpl; congruence.
Qed.

Lemma kept_mix : forall l f p, In f fs -> In p relabellings ->
  mix (value_at f p) (kept l) == Qsum (map (fun a => fst a * inject_Z (dot (fst f) (pick 0%Z p (snd a)))) l).
Proof.
  intros l f p I J. unfold kept, flat, mix. induction l as [|[q d] l IH]; simpl. reflexivity.
  assert (V : value_at f p (d, 0%Z) = dot (fst f) (pick 0%Z p d)) by (unfold value_at; simpl; ring).
  destruct (live fs relabellings (d, 0%Z)) eqn:L; simpl; rewrite IH.
  - rewrite V. reflexivity.
  - rewrite <- V, (live_value _ f p L I J). unfold inject_Z. ring.
Qed.

(** Wholes with the sign of their weight. *)
Lemma signed_wholes : forall m, exists l, In (map snd l) (product (flat_map (fun d => ends fs relabellings (d, 0%Z)) (map snd m))) /\
  (forall a, In a l -> 0 <= fst a /\ snd (snd a) = 0%Z) /\
  forall f p, In f fs -> In p relabellings ->
    mix (value_at f p) l == Qsum (map (fun a => fst a * inject_Z (dot (fst f) (pick 0%Z p (snd a)))) m).
Proof.
  induction m as [|[q d] m [l [I [N M]]]].
  - exists []. split; [left; reflexivity|split]. intros a []. reflexivity.
  - assert (V : forall f p, value_at f p (d, 0%Z) = dot (fst f) (pick 0%Z p d)) by (intros; unfold value_at; simpl; ring).
    simpl. unfold ends at 1. destruct (live fs relabellings (d, 0%Z)) eqn:L.
    + exists ((if Qle_bool 0 q then (q, (d, 0%Z)) else (- q, opposite (d, 0%Z))) :: l). split; [|split].
      * simpl. destruct (Qle_bool 0 q); simpl.
        -- apply in_or_app. left. apply in_map, I.
        -- apply in_or_app. right. apply in_or_app. left. apply in_map, I.
      * intros a [<-|J]; [|apply N, J]. destruct (Qle_bool 0 q) eqn:Q0; simpl; (split; [|reflexivity]).
        -- apply Qle_bool_iff, Q0.
        -- apply not_true_iff_false in Q0. rewrite Qle_bool_iff in Q0. lra.
      * intros f p F P. specialize (M f p F P). unfold mix in *. simpl. rewrite M. destruct (Qle_bool 0 q); simpl.
        -- rewrite V. reflexivity.
        -- rewrite opposite_value, V, inject_Z_opp. ring.
    + exists l. split; [exact I|split; [exact N|]]. intros f p F P. rewrite (M f p F P). simpl.
      rewrite <- V, (live_value _ f p L F P). unfold inject_Z. ring.
Qed.

Lemma product_app : forall {A} (l r : list (list A)) x y, In x (product l) -> In y (product r) -> In (x ++ y) (product (l ++ r)).
Proof.
  intros A l. induction l as [|o l IH]; intros r x y I J; simpl in *.
  - destruct I as [<-|[]]. exact J.
  - apply in_flat_map in I. destruct I as [z [K I]]. apply in_map_iff in I. destruct I as [w [<- I]].
    apply in_flat_map. exists z. split; auto. simpl. apply (in_map (cons z)), IH; auto.
Qed.

Lemma dot_zero : forall d p n, dot d (pick 0%Z p (repeat 0%Z n)) = 0%Z.
Proof.
  intros d p n. unfold pick. revert d. induction p as [|i p IH]; intros [|x d]; simpl; auto. rewrite IH, nth_repeat. ring.
Qed.

Lemma mix_app : forall g l r, mix g (l ++ r) == mix g l + mix g r.
Proof. intros. unfold mix. rewrite map_app. apply Qsum_app. Qed.

Lemma flat_mix : forall l, (forall a, In a l -> snd (snd a) = 0%Z) -> mix snd l == 0.
Proof.
  intros l H. unfold mix. rewrite (Qsum_ext _ (fun _ => 0)), Qsum_const. ring. intros a I. rewrite (H a I). unfold inject_Z. ring.
Qed.

Lemma roots_cover : exists root, In root (roots fs relabellings shifted sizes) /\
  in_cone fs relabellings shifted goal_value root.
Proof.
  destruct (blocks_steps ys ys_sorted) as [l [m [L [N [M P]]]]]. destruct (signed_wholes m) as [w [I [Nw Mw]]].
  set (n := length (concat (positions 0 sizes))). set (one := ((repeat 0%Z n, 1%Z) : ray)).
  set (last := if shifted then [(1, one)] else []).
  assert (Ends : In (map snd (w ++ last)) (product (flat_map (fun d => ends fs relabellings (d, 0%Z)) (wholes sizes) ++ (if shifted then [[one]] else [])))).
  { rewrite map_app. apply product_app; [rewrite <- M; exact I|]. unfold last. destruct shifted; simpl; auto. }
  exists (map snd (kept l ++ w ++ last)). split.
  - unfold roots. fold n. fold one. rewrite map_app, kept_rays, L. apply in_map, Ends.
  - exists (kept l ++ w ++ last). split; [reflexivity|]. split; [|split].
    + intros a J. apply in_app_or in J. destruct J as [J|J].
      * unfold kept, flat in J. apply filter_In in J. destruct J as [J _]. apply in_map_iff in J. destruct J as [b [<- J]]. apply (N b J).
      * apply in_app_or in J. destruct J as [J|J]; [apply Nw, J|]. unfold last in J. destruct shifted; [|destruct J].
        destruct J as [<-|[]]. simpl. lra.
    + intros f p F Q. rewrite 2!mix_app, kept_mix, Mw by auto. unfold goal_value.
      rewrite (dot_steps (fst f) p (l ++ m)). 2: { intros i. rewrite (P i), sum_at_app. reflexivity. }
      rewrite map_app, Qsum_app. unfold last. destruct shifted eqn:S.
      * unfold mix. simpl. unfold value_at, one. simpl. rewrite dot_zero. simpl. rewrite Z.mul_1_r. ring.
      * rewrite (unshifted eq_refl f F). unfold mix. simpl. unfold inject_Z. ring.
    + intros S. rewrite 2!mix_app, (flat_mix (kept l)), (flat_mix w).
      * unfold last. rewrite S. unfold mix. simpl. reflexivity.
      * intros a J. apply Nw, J.
      * intros a J. unfold kept, flat in J. apply filter_In in J. destruct J as [J _]. apply in_map_iff in J. destruct J as [b [<- J]]. reflexivity.
Qed.
End Roots.
