(** Claims of the certificate format, and what they mean for finitely supported laws.

    This file is what has to be read to know what the verified checker shows. Coordinates of a goal (first the outcomes, then
    the constants), expressions, events and assumptions are numbered as in docs/reference/certificate-format.md. What relabellings
    and structures mean is said in Structures.v. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Export Structures.
From Decision Require Import Law Goals.
Import ListNotations.
Open Scope Q_scope.

Inductive ties := Best | Worst | Uniform.

Inductive expression :=
  | Linear (l : list (nat * Q)) (c : Q)        (* coordinates and their coefficients *)
  | Sum (l : list (Q * nat)) (c : Q)           (* multiples of earlier expressions *)
  | Max (args : list nat)
  | Pick (by_ pay : list nat) (t : ties).

Inductive event := AtLeast (i j : nat) | Above (i j : nat) | All (ks : list nat) | Any (ks : list nat) | Not (k : nat).

Inductive term := Prob (k : nat) | Mean (i : nat) | MeanOn (i k : nat).

Inductive relation := RGe | RGt | REq.

Record functional := { terms : list (Q * term); constant : Q; rel : relation }.

Inductive assumption :=
  | Invariant (generators : list (list image))
  | Support (k : nat)
  | NoTies (pairs : list (nat * nat))
  | Moment (f : functional)
  | Structure (s : structure)
  | OneLaw (l : list (Q * list Q)).              (* weights of goals, each with a value for every coordinate *)

Record claim := {
  outcomes : nat; constants : nat; expressions : list expression; events : list event;
  thesis : functional; assumptions : list assumption }.

(** *** Values *)

Definition maximum (l : list Q) : Q := match l with [] => 0 | x :: r => fold_right Qmax x r end.
Definition minimum (l : list Q) : Q := match l with [] => 0 | x :: r => fold_right Qmin x r end.

(** The positions at which a list is largest. *)
Definition chosen (bs : list Q) : list nat :=
  filter (fun t => Qeq_bool (nth t bs 0) (maximum bs)) (seq 0 (length bs)).

Definition picked (t : ties) (bs ps : list Q) : Q :=
  let paid := map (fun n => nth n ps 0) (chosen bs) in
  match t with Best => maximum paid | Worst => minimum paid | Uniform => Qsum paid / count_of paid end.

Definition evaluate (v : nat -> Q) (u : utility) (e : expression) : Q :=
  match e with
  | Linear l c => c + Qsum (map (fun a => snd a * u (fst a)) l)
  | Sum l c => c + Qsum (map (fun a => fst a * v (snd a)) l)
  | Max args => maximum (map v args)
  | Pick by_ pay t => picked t (map v by_) (map v pay)
  end.

Fixpoint values (es : list expression) (u : utility) (done : list Q) : list Q :=
  match es with [] => done | e :: r => values r u (done ++ [evaluate (fun i => nth i done 0) u e]) end.

Definition value_list (c : claim) (u : utility) : list Q := values (expressions c) u [].
Definition value (c : claim) (i : nat) (u : utility) : Q := nth i (value_list c u) 0.

(** *** Events *)

Definition truth_of (v : nat -> Q) (t : nat -> bool) (e : event) : bool :=
  match e with
  | AtLeast i j => Qle_bool (v j) (v i)
  | Above i j => above (v i) (v j)
  | All ks => forallb t ks
  | Any ks => existsb t ks
  | Not k => negb (t k)
  end.

Fixpoint truths (es : list event) (v : nat -> Q) (done : list bool) : list bool :=
  match es with [] => done | e :: r => truths r v (done ++ [truth_of v (fun k => nth k done false) e]) end.

Definition truth_list (c : claim) (u : utility) : list bool :=
  let v := value_list c u in truths (events c) (fun i => nth i v 0) [].
Definition holds (c : claim) (k : nat) (u : utility) : bool := nth k (truth_list c u) false.

(** *** Terms, functionals, and the class of laws *)

Definition term_value (c : claim) (t : term) (u : utility) : Q :=
  match t with
  | Prob k => ind (holds c k u)
  | Mean i => value c i u
  | MeanOn i k => if holds c k u then value c i u else 0
  end.

Definition integrand (c : claim) (f : functional) (u : utility) : Q :=
  Qsum (map (fun a => fst a * term_value c (snd a) u) (terms f)) - constant f.

Definition related (r : relation) (x : Q) : Prop := match r with RGe => 0 <= x | RGt => 0 < x | REq => x == 0 end.

(** The law satisfies [sum q * term - constant  rel  0] in expectation. *)
Definition satisfies (c : claim) (mu : law utility) (f : functional) : Prop := related (rel f) (Ex mu (integrand c f)).

Definition goal_of (p : list Q) : utility := fun w => nth w p 0.
Definition law_of (l : list (Q * list Q)) : law utility := map (fun a => (fst a, goal_of (snd a))) l.

Definition satisfies_assumption (c : claim) (mu : law utility) (a : assumption) : Prop :=
  match a with
  | Invariant gs => forall g, In g gs -> invariant same_goal mu (act g)
  | Support k => almost_surely mu (fun u => holds c k u = true)
  | NoTies ps => forall i j, In (i, j) ps -> almost_surely mu (fun u => ~ value c i u == value c j u)
  | Moment f => satisfies c mu f
  | Structure s => structured mu s
  | OneLaw l => forall f, compatible same_goal f -> Ex mu f == Ex (law_of l) f
  end.

(** The class of laws of a claim: what is no outcome is constant, and every assumption holds. *)
Definition in_class (c : claim) (mu : law utility) : Prop :=
  prob mu /\
  (forall w, (outcomes c <= w)%nat -> exists q, almost_surely mu (fun u => u w == q)) /\
  forall a, In a (assumptions c) -> satisfies_assumption c mu a.

Definition true_of_all (c : claim) : Prop := forall mu, in_class c mu -> satisfies c mu (thesis c).
Definition false_of_some (c : claim) : Prop := exists mu, in_class c mu /\ ~ satisfies c mu (thesis c).

(** *** Equal goals have equal values *)

Definition near (l r : list Q) := Forall2 Qeq l r.

Lemma near_nth : forall l r i, near l r -> nth i l 0 == nth i r 0.
Proof. intros l r i H. revert i. induction H; intros [|i]; simpl; try reflexivity; auto. Qed.

Lemma near_length : forall l r, near l r -> length l = length r.
Proof. intros l r H. induction H; simpl; auto. Qed.

Lemma near_map : forall (v v' : nat -> Q) l, (forall i, v i == v' i) -> near (map v l) (map v' l).
Proof. intros v v' l H. unfold near. induction l; simpl; constructor; auto. Qed.

Lemma near_maximum : forall l r, near l r -> maximum l == maximum r.
Proof.
  intros l r H. destruct H as [|x y l r E H]; simpl. { reflexivity. }
  induction H as [|a b l r E' H IH]; simpl; auto. rewrite E', IH. reflexivity.
Qed.

Lemma near_minimum : forall l r, near l r -> minimum l == minimum r.
Proof.
  intros l r H. destruct H as [|x y l r E H]; simpl. { reflexivity. }
  induction H as [|a b l r E' H IH]; simpl; auto. rewrite E', IH. reflexivity.
Qed.

Lemma near_chosen : forall l r, near l r -> chosen l = chosen r.
Proof.
  intros l r H. unfold chosen. rewrite <- (near_length l r H). apply filter_ext. intros t.
  apply eq_true_iff_eq. rewrite 2!Qeq_bool_iff, (near_nth l r t H), (near_maximum l r H). reflexivity.
Qed.

Lemma near_sum : forall l r, near l r -> Qsum l == Qsum r.
Proof. intros l r H. induction H as [|x y l r E H IH]; simpl. { reflexivity. } rewrite E, IH. reflexivity. Qed.

Lemma near_picked : forall t bs bs' ps ps', near bs bs' -> near ps ps' -> picked t bs ps == picked t bs' ps'.
Proof.
  intros t bs bs' ps ps' Hb Hp. unfold picked. rewrite (near_chosen bs bs' Hb).
  assert (N : near (map (fun n => nth n ps 0) (chosen bs')) (map (fun n => nth n ps' 0) (chosen bs'))).
  { apply near_map. intros i. apply near_nth, Hp. }
  destruct t; [apply near_maximum | apply near_minimum |]; auto.
  unfold count_of. rewrite 2!map_length. rewrite (near_sum _ _ N). reflexivity.
Qed.

Lemma evaluate_near : forall v v' u u' e, (forall i, v i == v' i) -> same_goal u u' ->
  evaluate v u e == evaluate v' u' e.
Proof.
  intros v v' u u' [l c|l c|args|by_ pay t] Hv Hu; simpl.
  - rewrite (Qsum_ext _ (fun a => snd a * u' (fst a)) l). reflexivity. intros a _. rewrite (Hu (fst a)). reflexivity.
  - rewrite (Qsum_ext _ (fun a => fst a * v' (snd a)) l). reflexivity. intros a _. rewrite (Hv (snd a)). reflexivity.
  - apply near_maximum, near_map, Hv.
  - apply near_picked; apply near_map, Hv.
Qed.

Lemma values_near : forall es u u' done done', same_goal u u' -> near done done' ->
  near (values es u done) (values es u' done').
Proof.
  induction es as [|e es IH]; intros u u' done done' Hu Hd; simpl; auto.
  apply IH; auto. apply Forall2_app; auto. constructor; [|constructor].
  apply evaluate_near; auto. intros i. apply near_nth, Hd.
Qed.

Lemma value_same : forall c i u u', same_goal u u' -> value c i u == value c i u'.
Proof. intros. apply near_nth, values_near; auto. constructor. Qed.

Lemma truths_ext : forall es v v' done, (forall i, v i == v' i) -> truths es v done = truths es v' done.
Proof.
  induction es as [|e es IH]; intros v v' done H; simpl; auto.
  rewrite <- (IH v v' _ H). f_equal. f_equal. f_equal.
  destruct e; simpl; auto.
  - apply eq_true_iff_eq. rewrite 2!Qle_bool_iff, (H i), (H j). reflexivity.
  - apply above_comp; auto.
Qed.

Lemma holds_same : forall c k u u', same_goal u u' -> holds c k u = holds c k u'.
Proof.
  intros c k u u' H. unfold holds, truth_list. f_equal. apply truths_ext. intros i. apply (value_same c i u u' H).
Qed.

Lemma term_value_same : forall c t u u', same_goal u u' -> term_value c t u == term_value c t u'.
Proof.
  intros c [k|i|i k] u u' H; simpl.
  - rewrite (holds_same c k u u' H). reflexivity.
  - apply value_same, H.
  - rewrite (holds_same c k u u' H). destruct (holds c k u'). apply value_same, H. reflexivity.
Qed.

Lemma integrand_same : forall c f, compatible same_goal (integrand c f).
Proof.
  intros c f u u' H. unfold integrand.
  rewrite (Qsum_ext _ (fun a => fst a * term_value c (snd a) u') (terms f)). reflexivity.
  intros a _. rewrite (term_value_same c (snd a) u u' H). reflexivity.
Qed.

Lemma act_same : forall g u u', same_goal u u' -> same_goal (act g u) (act g u').
Proof.
  intros g u u' H w. unfold act. destruct (find _ g) as [m|]; auto.
  destruct (flipped m); auto. rewrite (H (source m)). destruct (about m); simpl. reflexivity. rewrite (H w0). reflexivity.
Qed.

(** *** References point backwards *)

Definition references (e : expression) : list nat :=
  match e with Linear _ _ => [] | Sum l _ => map snd l | Max args => args | Pick b p _ => b ++ p end.

Definition event_references (e : event) : list nat :=
  match e with AtLeast _ _ | Above _ _ => [] | All ks | Any ks => ks | Not k => [k] end.

Fixpoint ordered {A} (refs : A -> list nat) (n : nat) (l : list A) : bool :=
  match l with [] => true | x :: r => forallb (fun i => i <? n) (refs x) && ordered refs (S n) r end.

Lemma evaluate_agree : forall v v' u e, (forall i, In i (references e) -> v i = v' i) -> evaluate v u e = evaluate v' u e.
Proof.
  intros v v' u [l c|l c|args|b p t] H; simpl in *; auto.
  - f_equal. f_equal. apply map_ext_in. intros a I. rewrite H; auto. apply in_map, I.
  - f_equal. apply map_ext_in. auto.
  - f_equal; apply map_ext_in; intros a I; apply H, in_or_app; auto.
Qed.

Lemma values_prefix : forall es u done i, (i < length done)%nat -> nth i (values es u done) 0 = nth i done 0.
Proof.
  induction es as [|e es IH]; intros u done i L; simpl; auto.
  rewrite IH. apply app_nth1, L. rewrite app_length. simpl. lia.
Qed.

Lemma values_nth : forall es u done k e, ordered references (length done) es = true -> nth_error es k = Some e ->
  nth (length done + k) (values es u done) 0 = evaluate (fun i => nth i (values es u done) 0) u e.
Proof.
  induction es as [|x es IH]; intros u done k e O E. { destruct k; discriminate. }
  simpl in O. apply andb_true_iff in O. destruct O as [R O]. destruct k as [|k]; simpl in *.
  - injection E as ->. rewrite Nat.add_0_r, values_prefix by (rewrite app_length; simpl; lia).
    rewrite app_nth2, Nat.sub_diag by lia. simpl. apply evaluate_agree. intros i I.
    rewrite forallb_forall in R. specialize (R i I). apply Nat.ltb_lt in R.
    rewrite values_prefix by (rewrite app_length; simpl; lia). rewrite app_nth1; auto.
  - replace (length done + S k)%nat with (length (done ++ [evaluate (fun i => nth i done 0%Q) u x]) + k)%nat
      by (rewrite app_length; simpl; lia).
    apply IH; auto. rewrite app_length, Nat.add_1_r. exact O.
Qed.

Lemma value_unfold : forall c i e u, ordered references 0 (expressions c) = true -> nth_error (expressions c) i = Some e ->
  value c i u = evaluate (fun j => value c j u) u e.
Proof. intros c i e u O E. apply (values_nth (expressions c) u [] i e O E). Qed.

Lemma truths_prefix : forall es v done i, (i < length done)%nat -> nth i (truths es v done) false = nth i done false.
Proof.
  induction es as [|e es IH]; intros v done i L; simpl; auto.
  rewrite IH. apply app_nth1, L. rewrite app_length. simpl. lia.
Qed.

Lemma truth_of_agree : forall v t t' e, (forall k, In k (event_references e) -> t k = t' k) ->
  truth_of v t e = truth_of v t' e.
Proof.
  intros v t t' [i j|i j|ks|ks|k] H; simpl in *; auto.
  - induction ks as [|k ks IH]; simpl; auto. rewrite H, IH; auto; simpl; auto. intros; apply H; simpl; auto.
  - induction ks as [|k ks IH]; simpl; auto. rewrite H, IH; auto; simpl; auto. intros; apply H; simpl; auto.
  - rewrite H; auto.
Qed.

Lemma truths_nth : forall es v done k e, ordered event_references (length done) es = true -> nth_error es k = Some e ->
  nth (length done + k) (truths es v done) false = truth_of v (fun i => nth i (truths es v done) false) e.
Proof.
  induction es as [|x es IH]; intros v done k e O E. { destruct k; discriminate. }
  simpl in O. apply andb_true_iff in O. destruct O as [R O]. destruct k as [|k]; simpl in *.
  - injection E as ->. rewrite Nat.add_0_r, truths_prefix by (rewrite app_length; simpl; lia).
    rewrite app_nth2, Nat.sub_diag by lia. simpl. apply truth_of_agree. intros i I.
    rewrite forallb_forall in R. specialize (R i I). apply Nat.ltb_lt in R.
    rewrite truths_prefix by (rewrite app_length; simpl; lia). rewrite app_nth1; auto.
  - replace (length done + S k)%nat with (length (done ++ [truth_of v (fun i => nth i done false) x]) + k)%nat
      by (rewrite app_length; simpl; lia).
    apply IH; auto. rewrite app_length, Nat.add_1_r. exact O.
Qed.

Lemma holds_unfold : forall c k e u, ordered event_references 0 (events c) = true -> nth_error (events c) k = Some e ->
  holds c k u = truth_of (fun i => value c i u) (fun j => holds c j u) e.
Proof. intros c k e u O E. apply (truths_nth (events c) _ [] k e O E). Qed.
