(** Finitely supported laws over the rationals: expectation, probability, what holds almost surely, and invariance.

    A law is a list of weighted points. Points come with an equivalence [eqU] (goals are functions, and are the same when
    they take the same values), and a function is compatible if it cannot tell equivalent points apart. *)

From Coq Require Import QArith List Lqa Bool Permutation.
Import ListNotations.
Open Scope Q_scope.

Definition ind (b : bool) : Q := if b then 1 else 0.

Lemma ind_range : forall b, 0 <= ind b <= 1.
Proof. destruct b; simpl; lra. Qed.

(** Sums over lists. *)
Fixpoint Qsum (l : list Q) : Q := match l with [] => 0 | x :: r => x + Qsum r end.

Definition count_of {A} (l : list A) : Q := inject_Z (Z.of_nat (length l)).

Lemma count_cons : forall {A} (x : A) l, count_of (x :: l) == 1 + count_of l.
Proof.
  intros. unfold count_of. simpl length. rewrite Nat2Z.inj_succ, <- Z.add_1_l, inject_Z_plus. reflexivity.
Qed.

Lemma count_nonneg : forall {A} (l : list A), 0 <= count_of l.
Proof.
  intros. induction l as [|x l IH]. { discriminate. } rewrite count_cons. lra.
Qed.

Lemma count_pos : forall {A} (l : list A), l <> [] -> 0 < count_of l.
Proof.
  intros A [|x l] H. { contradiction. } rewrite count_cons. generalize (count_nonneg l). lra.
Qed.

Lemma Qsum_ext : forall {A} (f g : A -> Q) l,
  (forall x, In x l -> f x == g x) -> Qsum (map f l) == Qsum (map g l).
Proof.
  intros A f g l. induction l as [|x l IH]; simpl; intros H. { reflexivity. }
  rewrite (H x), IH; auto. reflexivity.
Qed.

Lemma Qsum_le : forall {A} (f g : A -> Q) l,
  (forall x, In x l -> f x <= g x) -> Qsum (map f l) <= Qsum (map g l).
Proof.
  intros A f g l. induction l as [|x l IH]; simpl; intros H. { lra. }
  assert (f x <= g x) by auto. assert (Qsum (map f l) <= Qsum (map g l)) by auto. lra.
Qed.

Lemma Qsum_scale : forall {A} (c : Q) (f : A -> Q) l, Qsum (map (fun x => c * f x) l) == c * Qsum (map f l).
Proof. intros A c f l. induction l as [|x l IH]; simpl. { ring. } rewrite IH. ring. Qed.

Lemma Qsum_const : forall {A} (c : Q) (l : list A), Qsum (map (fun _ => c) l) == count_of l * c.
Proof. intros A c l. induction l as [|x l IH]; simpl. { unfold count_of. simpl. ring. } rewrite IH, count_cons. ring. Qed.

Lemma Qsum_app : forall l r, Qsum (l ++ r) == Qsum l + Qsum r.
Proof. intros l r. induction l as [|x l IH]; simpl. { ring. } rewrite IH. ring. Qed.




Lemma Qsum_permutation : forall l r, Permutation l r -> Qsum l == Qsum r.
Proof. intros l r H. induction H; simpl; lra. Qed.

Section Laws.
Context {U : Type}.

Definition law := list (Q * U).

Fixpoint Ex (mu : law) (f : U -> Q) : Q :=
  match mu with [] => 0 | (q, u) :: r => q * f u + Ex r f end.

Definition nonneg (mu : law) := forall q u, In (q, u) mu -> 0 <= q.
Definition prob (mu : law) := nonneg mu /\ Ex mu (fun _ => 1) == 1.
Definition almost_surely (mu : law) (P : U -> Prop) := forall q u, In (q, u) mu -> 0 < q -> P u.
Definition Pr (mu : law) (A : U -> bool) : Q := Ex mu (fun u => ind (A u)).

Lemma nonneg_tail : forall a mu, nonneg (a :: mu) -> nonneg mu.
Proof. intros a mu H q u I. apply (H q u). right. exact I. Qed.

Lemma as_tail : forall a mu P, almost_surely (a :: mu) P -> almost_surely mu P.
Proof. intros a mu P H q u I. apply (H q u). right. exact I. Qed.

Lemma Ex_le : forall mu f g, nonneg mu -> almost_surely mu (fun u => f u <= g u) -> Ex mu f <= Ex mu g.
Proof.
  induction mu as [|[q u] mu IH]; intros f g N H; simpl. { lra. }
  assert (0 <= q) by (apply (N q u); left; reflexivity).
  assert (Ex mu f <= Ex mu g) by (apply IH; eauto using nonneg_tail, as_tail).
  destruct (Qlt_le_dec 0 q).
  - assert (f u <= g u) by (apply (H q u); [left|]; auto). nra.
  - assert (Z : q == 0) by lra. rewrite Z. lra.
Qed.

Lemma Ex_ext_as : forall mu f g, nonneg mu -> almost_surely mu (fun u => f u == g u) -> Ex mu f == Ex mu g.
Proof.
  intros mu f g N H. apply Qle_antisym; apply Ex_le; auto; intros q u I P; rewrite (H q u I P); apply Qle_refl.
Qed.

Lemma Ex_ext : forall mu f g, (forall u, f u == g u) -> Ex mu f == Ex mu g.
Proof. induction mu as [|[q u] mu IH]; intros f g H; simpl. { reflexivity. } rewrite H, (IH f g H). reflexivity. Qed.

Lemma Ex_plus : forall mu f g, Ex mu (fun u => f u + g u) == Ex mu f + Ex mu g.
Proof. induction mu as [|[q u] mu IH]; intros; simpl. { ring. } rewrite IH. ring. Qed.

Lemma Ex_scale : forall mu c f, Ex mu (fun u => c * f u) == c * Ex mu f.
Proof. induction mu as [|[q u] mu IH]; intros; simpl. { ring. } rewrite IH. ring. Qed.

Lemma Ex_zero : forall mu, Ex mu (fun _ => 0) == 0.
Proof. induction mu as [|[q u] mu IH]; simpl. { reflexivity. } rewrite IH. ring. Qed.

Lemma Ex_const : forall mu c, prob mu -> Ex mu (fun _ => c) == c.
Proof.
  intros mu c [_ T]. rewrite (Ex_ext mu (fun _ => c) (fun _ => c * 1)) by (intros; ring).
  rewrite (Ex_scale mu c (fun _ => 1)), T. ring.
Qed.

Lemma Ex_sum : forall {A} mu (f : A -> U -> Q) l,
  Ex mu (fun u => Qsum (map (fun x => f x u) l)) == Qsum (map (fun x => Ex mu (f x)) l).
Proof.
  intros A mu f l. induction l as [|x l IH]; simpl.
  - apply Ex_zero.
  - rewrite Ex_plus, IH. reflexivity.
Qed.

Lemma Ex_nonneg : forall mu f, nonneg mu -> almost_surely mu (fun u => 0 <= f u) -> 0 <= Ex mu f.
Proof.
  intros mu f N H. rewrite <- (Ex_zero mu). apply Ex_le; auto.
Qed.

Lemma as_zero : forall mu f, nonneg mu -> almost_surely mu (fun u => 0 <= f u) -> Ex mu f <= 0 ->
  almost_surely mu (fun u => f u == 0).
Proof.
  induction mu as [|[p v] mu IH]; intros f N H L q u I P. { destruct I. }
  assert (Np : 0 <= p) by (apply (N p v); left; reflexivity).
  assert (R : 0 <= Ex mu f) by (apply Ex_nonneg; eauto using nonneg_tail, as_tail).
  simpl in L. assert (Hv : 0 <= p * f v).
  { destruct (Qlt_le_dec 0 p). - assert (0 <= f v) by (apply (H p v); [left|]; auto). nra.
    - assert (Z : p == 0) by lra. rewrite Z. lra. }
  destruct I as [E|I].
  - injection E as <- <-. assert (0 <= f v) by (apply (H p v); [left|]; auto). nra.
  - apply (IH f) with q; eauto using nonneg_tail, as_tail. lra.
Qed.

Lemma as_inhabited : forall mu P, prob mu -> almost_surely mu P -> exists u, P u.
Proof.
  intros mu P [N T] H.
  assert (D : ~ almost_surely mu (fun _ => False)).
  { intros F. assert (Ex mu (fun _ => 1) == Ex mu (fun _ => 0)).
    { apply Ex_ext_as; auto. intros q u I L. destruct (F q u I L). }
    rewrite Ex_zero in *. lra. }
  clear T. induction mu as [|[q u] mu IH].
  - exfalso. apply D. intros q u [].
  - destruct (Qlt_le_dec 0 q).
    + exists u. apply (H q u); [left|]; auto.
    + apply IH; eauto using nonneg_tail, as_tail. intros F. apply D. intros q' u' [E|I] L; [|eauto].
      injection E as -> ->. lra.
Qed.

Lemma Ex_positive : forall mu f, prob mu -> almost_surely mu (fun u => 0 < f u) -> 0 < Ex mu f.
Proof.
  intros mu f Pm H. destruct (Qlt_le_dec 0 (Ex mu f)) as [|L]; auto. exfalso.
  assert (Z : almost_surely mu (fun u => f u == 0)).
  { apply as_zero; auto. apply (proj1 Pm). intros q u I P. generalize (H q u I P). lra. }
  destruct (as_inhabited mu (fun _ => False) Pm) as [_ []].
  intros q u I P. generalize (H q u I P) (Z q u I P). lra.
Qed.

(** A Boolean property that has probability one holds almost surely, and conversely. *)
Lemma as_iff_one : forall mu (A : U -> bool), prob mu -> (almost_surely mu (fun u => A u = true) <-> Pr mu A == 1).
Proof.
  intros mu A Pm. unfold Pr. split; intros H.
  - rewrite <- (Ex_const mu 1 Pm). apply Ex_ext_as. apply (proj1 Pm). intros q u I P. rewrite (H q u I P). reflexivity.
  - assert (Z : almost_surely mu (fun u => 1 + (-1) * ind (A u) == 0)).
    { apply as_zero. apply (proj1 Pm). intros q u _ _. generalize (ind_range (A u)). lra.
      rewrite Ex_plus, Ex_scale, Ex_const by auto. lra. }
    intros q u I P. generalize (Z q u I P). destruct (A u); simpl; auto. lra.
Qed.

Lemma as_and : forall mu P R, almost_surely mu P -> almost_surely mu R -> almost_surely mu (fun u => P u /\ R u).
Proof. intros mu P R H K q u I L. split; eauto. Qed.

(** *** Invariance *)

Variable eqU : U -> U -> Prop.

Definition compatible (f : U -> Q) := forall u v, eqU u v -> f u == f v.
Definition invariant (mu : law) (g : U -> U) :=
  forall f, compatible f -> Ex mu (fun u => f (g u)) == Ex mu f.

Lemma invariant_pr : forall mu g (A : U -> bool), invariant mu g -> (forall u v, eqU u v -> A u = A v) ->
  Pr mu (fun u => A (g u)) == Pr mu A.
Proof. intros mu g A I C. apply (I (fun u => ind (A u))). intros u v E. rewrite (C u v E). reflexivity. Qed.

(** What holds almost surely at [u] holds almost surely at [g u]. *)
Lemma as_moved : forall mu g (A : U -> bool), prob mu -> invariant mu g -> (forall u v, eqU u v -> A u = A v) ->
  almost_surely mu (fun u => A u = true) -> almost_surely mu (fun u => A (g u) = true).
Proof.
  intros mu g A Pm I C H. apply (as_iff_one mu (fun u => A (g u)) Pm). rewrite (invariant_pr mu g A I C).
  apply as_iff_one; auto.
Qed.

Lemma invariant_compose : forall mu g k, (forall u v, eqU u v -> eqU (g u) (g v)) ->
  invariant mu g -> invariant mu k -> invariant mu (fun u => g (k u)).
Proof.
  intros mu g k C Hg Hk f Cf. rewrite (Hk (fun u => f (g u))). apply Hg; auto. intros u v E. apply Cf, C, E.
Qed.

Lemma invariant_ext : forall mu g k, (forall u, eqU (g u) (k u)) -> invariant mu g -> invariant mu k.
Proof.
  intros mu g k E H f C. rewrite <- (H f C). apply Ex_ext. intros u. symmetry. apply C, E.
Qed.

Lemma invariant_inverse : forall mu g k, (forall u v, eqU u v -> eqU (k u) (k v)) -> (forall u, eqU (k (g u)) u) ->
  invariant mu g -> invariant mu k.
Proof.
  intros mu g k C E H f Cf. rewrite <- (H (fun u => f (k u))).
  - apply Ex_ext. intros u. apply Cf, E.
  - intros u v Euv. apply Cf, C, Euv.
Qed.

End Laws.

Arguments law U : clear implicits.
