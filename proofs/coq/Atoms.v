(** Finite laws as lists of atoms: when two are the same law, and which structures they have. The functions follow
    decision/checker/membership.py. *)

From Coq Require Import QArith List Lqa Lia Bool Arith Setoid.
From Decision Require Import Law Goals Claims Reading.
Import ListNotations.
Open Scope Q_scope.

Fixpoint same_point (p r : point) : bool :=
  match p, r with [], [] => true | x :: p, y :: r => Qeq_bool x y && same_point p r | _, _ => false end.

Lemma same_point_goal : forall p r, same_point p r = true -> same_goal (goal_of p) (goal_of r).
Proof.
  induction p as [|x p IH]; intros [|y r] H; simpl in H; try discriminate. { intros w. reflexivity. }
  apply andb_true_iff in H. destruct H as [E H]. apply Qeq_bool_iff in E. intros [|w]; simpl. exact E. apply (IH r H).
Qed.

(** [remove a l] is [l] without one atom of the same weight at the same point. *)
Fixpoint remove (a : atom) (l : list atom) : option (list atom) :=
  match l with
  | [] => None
  | b :: r => if Qeq_bool (fst a) (fst b) && same_point (snd a) (snd b) then Some r
              else match remove a r with Some r => Some (b :: r) | None => None end
  end.

(** Whether two lists of atoms are the same in some order. *)
Fixpoint same_atoms (l r : list atom) : bool :=
  match l with
  | [] => match r with [] => true | _ => false end
  | a :: l => match remove a r with Some r => same_atoms l r | None => false end
  end.

Lemma remove_expectation : forall f, compatible same_goal f -> forall a l r, remove a l = Some r ->
  Ex (law_of l) f == fst a * f (goal_of (snd a)) + Ex (law_of r) f.
Proof.
  intros f C a l. induction l as [|b l IH]; intros r H; simpl in H. discriminate.
  destruct (Qeq_bool (fst a) (fst b) && same_point (snd a) (snd b)) eqn:E.
  - injection H as <-. apply andb_true_iff in E. destruct E as [E F]. apply Qeq_bool_iff in E.
    simpl. rewrite E, (C _ _ (same_point_goal _ _ F)). reflexivity.
  - destruct (remove a l) as [r'|] eqn:R; try discriminate. injection H as <-. simpl. rewrite (IH r' eq_refl). ring.
Qed.

Lemma same_atoms_expectation : forall f, compatible same_goal f -> forall l r, same_atoms l r = true ->
  Ex (law_of l) f == Ex (law_of r) f.
Proof.
  intros f C l. induction l as [|a l IH]; intros r H; simpl in H.
  - destruct r; [reflexivity|discriminate].
  - destruct (remove a r) as [r'|] eqn:R; try discriminate. rewrite (remove_expectation f C a r r' R), <- (IH r' H).
    reflexivity.
Qed.

Lemma law_atoms : forall l q u, In (q, u) (law_of l) -> exists p, In (q, p) l /\ u = goal_of p.
Proof.
  intros l q u I. apply in_map_iff in I. destruct I as [[x p] [E I]]. injection E as <- <-. exists p. auto.
Qed.

(** Atoms at the same point become one. *)
Fixpoint add_atom (a : atom) (l : list atom) : list atom :=
  match l with
  | [] => [a]
  | b :: r => if same_point (snd a) (snd b) then (Qred (fst a + fst b), snd b) :: r else b :: add_atom a r
  end.

Definition collected (l : list atom) : list atom := fold_right add_atom [] l.
Definition same_law (l r : list atom) : bool := same_atoms (collected l) (collected r).

Lemma collected_expectation : forall f, compatible same_goal f -> forall l, Ex (law_of (collected l)) f == Ex (law_of l) f.
Proof.
  intros f C l. assert (A : forall a r, Ex (law_of (add_atom a r)) f == fst a * f (goal_of (snd a)) + Ex (law_of r) f).
  { intros a r. induction r as [|b r IH]; [reflexivity|]. cbn [add_atom]. destruct (same_point (snd a) (snd b)) eqn:S.
    - change (Qred (fst a + fst b) * f (goal_of (snd b)) + Ex (law_of r) f ==
              fst a * f (goal_of (snd a)) + (fst b * f (goal_of (snd b)) + Ex (law_of r) f)).
      rewrite (C _ _ (same_point_goal _ _ S)), Qred_correct. ring.
    - simpl. rewrite IH. ring. }
  induction l as [|a l IH]; simpl. reflexivity. rewrite A, IH. reflexivity.
Qed.

Lemma same_law_expectation : forall f, compatible same_goal f -> forall l r, same_law l r = true ->
  Ex (law_of l) f == Ex (law_of r) f.
Proof.
  intros f C l r H. rewrite <- (collected_expectation f C l), <- (collected_expectation f C r).
  apply (same_atoms_expectation f C _ _ H).
Qed.

(** *** Structures of finite laws *)

Definition value_of (a : atom) (w : nat) : Q := nth w (snd a) 0.

Definition one_goal (l : list atom) : bool :=
  match l with [] => false | b :: _ => forallb (fun a => same_point (snd a) (snd b)) l end.

Definition marginal (h : atom -> Q) (l : list atom) : list atom := map (fun a => (fst a, [h a])) l.

Definition restricted (over : list nat) (l : list atom) : list atom := map (fun a => (fst a, map (value_of a) over)) l.

(** The outcomes in [part] drawn anew. *)
Definition redrawn (over part : list nat) (l : list atom) : list atom :=
  flat_map (fun b => map (fun a => (fst b * fst a, map (fun w => value_of (if member part w then a else b) w) over)) l) l.

Definition has_structure (l : list atom) (s : structure) : bool :=
  match s with
  | Independent _ => one_goal l
  | Identical over => one_goal l &&
      match l, over with
      | b :: _, v :: _ => forallb (fun w => Qeq_bool (value_of b w) (value_of b v)) over
      | _, _ => false
      end
  | Symmetric over m => forallb (fun w =>
      same_law (marginal (fun a => 2 * center_value (goal_of (snd a)) m - value_of a w) l) (marginal (fun a => value_of a w) l)) over
  | Selves blocks => forallb (fun part => same_law (redrawn (concat blocks) part l) (restricted (concat blocks) l)) blocks
  | _ => false
  end.

Lemma marginal_expectation : forall f h l, numeric f ->
  Ex (law_of (marginal h l)) (fun u => f (u 0%nat)) == Qsum (map (fun a => fst a * f (h a)) l).
Proof. intros f h l N. induction l as [|a l IH]; simpl. reflexivity. rewrite IH. reflexivity. Qed.

Lemma law_expectation : forall f l, Ex (law_of l) f == Qsum (map (fun a => fst a * f (goal_of (snd a))) l).
Proof. intros f l. induction l as [|[q p] l IH]; simpl. reflexivity. rewrite IH. reflexivity. Qed.

Lemma one_goal_expectation : forall l, one_goal l = true -> prob (law_of l) -> exists u0,
  (forall f, compatible same_goal f -> Ex (law_of l) f == f u0) /\ match l with b :: _ => u0 = goal_of (snd b) | [] => True end.
Proof.
  intros [|b l] H P; [discriminate|]. exists (goal_of (snd b)). split; [|reflexivity]. intros f C.
  rewrite <- (Ex_const (law_of (b :: l)) (f (goal_of (snd b))) P). apply Ex_ext_as. apply P.
  intros q u I _. apply law_atoms in I. destruct I as [p [I ->]]. unfold one_goal in H. rewrite forallb_forall in H.
  apply C, same_point_goal, (H _ I).
Qed.

Lemma one_goal_independent : forall l blocks, one_goal l = true -> prob (law_of l) -> independent (law_of l) blocks.
Proof.
  intros l blocks H P part _ F HF. destruct (one_goal_expectation l H P) as [u0 [E _]].
  assert (C : compatible same_goal F) by (intros u v S; apply HF; auto).
  assert (Cv : forall v, compatible same_goal (fun u => F (splice part u v))).
  { intros v u u' S. apply C. intros w. unfold splice. destruct (member part w); [apply S|reflexivity]. }
  rewrite (E F C), (E (fun v => Ex (law_of l) (fun u => F (splice part u v)))).
  - rewrite (E _ (Cv u0)). apply C. intros w. unfold splice. destruct (member part w); reflexivity.
  - intros u v S. apply Ex_ext. intros x. apply C. intros w. unfold splice. destruct (member part w); [reflexivity|apply S].
Qed.

Fixpoint index_in (w : nat) (l : list nat) : nat :=
  match l with [] => O | v :: r => if v =? w then O else S (index_in w r) end.

Lemma index_in_value : forall h l w, In w l -> nth (index_in w l) (map h l) 0 = h w.
Proof.
  intros h l w. induction l as [|v l IH]; intros I; [destruct I|]. simpl. destruct (Nat.eqb_spec v w) as [->|D]; auto.
  destruct I as [I|I]; [contradiction|]. apply IH, I.
Qed.

Lemma selves_independent : forall l blocks,
  forallb (fun part => same_law (redrawn (concat blocks) part l) (restricted (concat blocks) l)) blocks = true ->
  independent (law_of l) blocks.
Proof.
  intros l blocks H part I F HF. rewrite forallb_forall in H. specialize (H part I).
  set (over := concat blocks) in *. set (G := fun u : utility => F (fun w => u (index_in w over))).
  assert (CG : compatible same_goal G) by (intros u v S; apply HF; intros w _; apply S).
  assert (Place : forall h u, (forall w, In w over -> u w = h w) -> G (goal_of (map h over)) == F u).
  { intros h u E. apply HF. intros w J. unfold goal_of. rewrite index_in_value by exact J. rewrite E by exact J. reflexivity. }
  assert (S := same_law_expectation G CG _ _ H).
  assert (R : Ex (law_of (restricted over l)) G == Ex (law_of l) F).
  { rewrite 2!law_expectation. unfold restricted. rewrite map_map. apply Qsum_ext. intros a _. simpl.
    rewrite (Place (value_of a) (goal_of (snd a))) by reflexivity. reflexivity. }
  rewrite <- R, <- S, (law_expectation _ l). unfold redrawn.
  assert (A : forall r, Ex (law_of (flat_map (fun b => map (fun a => (fst b * fst a, map (fun w => value_of (if member part w then a else b) w) over)) l) r)) G ==
    Qsum (map (fun b => fst b * Ex (law_of l) (fun u => F (splice part u (goal_of (snd b))))) r)); [|apply A].
  intros r. induction r as [|b r IH]; simpl. reflexivity.
  rewrite law_expectation, map_app, Qsum_app, <- (law_expectation G (flat_map _ r)), IH. apply Qplus_comp; [|reflexivity].
  rewrite map_map, law_expectation, <- Qsum_scale. apply Qsum_ext. intros a _. simpl.
  rewrite (Place (fun w => value_of (if member part w then a else b) w) (splice part (goal_of (snd a)) (goal_of (snd b)))).
  - ring.
  - intros w _. unfold splice. destruct (member part w); reflexivity.
Qed.

Lemma has_structure_sound : forall l s, prob (law_of l) -> has_structure l s = true -> structured (law_of l) s.
Proof.
  intros l s P H. destruct s as [over|over|over m|over m|blocks|first second n rho m m'|over]; simpl in *; try discriminate.
  - apply one_goal_independent; auto.
  - apply andb_true_iff in H. destruct H as [H K]. split. { apply one_goal_independent; auto. }
    intros v w f Iv Iw N. destruct (one_goal_expectation l H P) as [u0 [E U]].
    rewrite (E (fun u => f (u v))), (E (fun u => f (u w))) by (intros x y S; apply N, S).
    destruct l as [|b l]; [discriminate|]. destruct over as [|o over]; [discriminate|]. subst u0.
    rewrite forallb_forall in K. assert (Kv := K v Iv). assert (Kw := K w Iw). apply Qeq_bool_iff in Kv, Kw.
    apply N. unfold value_of in *. change (nth v (snd b) 0 == nth w (snd b) 0). rewrite Kv, Kw. reflexivity.
  - intros w f I N. rewrite forallb_forall in H. specialize (H w I).
    apply (same_law_expectation (fun u => f (u 0%nat))) in H; [|intros x y S; apply N, S].
    rewrite 2!marginal_expectation in H by exact N. rewrite 2!law_expectation. exact H.
  - apply selves_independent, H.
Qed.
