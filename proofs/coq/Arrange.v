(** All orders of lists and of blocks, sorted blocks, and sorted blocks as sums of steps. *)

From Coq Require Import QArith List Lqa Lia Bool Arith Permutation.
From Decision Require Import Law.
Import ListNotations.
Open Scope Q_scope.

(** *** All orders *)

Fixpoint insertions {A} (x : A) (l : list A) : list (list A) :=
  match l with [] => [[x]] | y :: r => (x :: l) :: map (cons y) (insertions x r) end.

Fixpoint orders {A} (l : list A) : list (list A) :=
  match l with [] => [[]] | x :: r => flat_map (insertions x) (orders r) end.

(** All orders of each block, one block after the other. *)
Fixpoint arrangements {A} (bs : list (list A)) : list (list A) :=
  match bs with [] => [[]] | b :: r => flat_map (fun x => map (app x) (arrangements r)) (orders b) end.

Lemma flat_map_map : forall {A B C} (f : B -> list C) (g : A -> B) l, flat_map f (map g l) = flat_map (fun x => f (g x)) l.
Proof. intros. induction l; simpl; congruence. Qed.

Lemma map_flat_map : forall {A B C} (f : B -> C) (g : A -> list B) l, map f (flat_map g l) = flat_map (fun x => map f (g x)) l.
Proof. intros. induction l; simpl; auto. rewrite map_app. congruence. Qed.

Lemma flat_map_twice : forall {A B C} (f : B -> list C) (g : A -> list B) l,
  flat_map f (flat_map g l) = flat_map (fun x => flat_map f (g x)) l.
Proof. intros. induction l; simpl; auto. rewrite flat_map_app. congruence. Qed.

Lemma flat_map_equal : forall {A B} (f g : A -> list B) l, (forall x, f x = g x) -> flat_map f l = flat_map g l.
Proof. intros A B f g l H. induction l; simpl; congruence. Qed.

Lemma flat_map_permuted : forall {A B} (f g : A -> list B) l, (forall x, Permutation (f x) (g x)) ->
  Permutation (flat_map f l) (flat_map g l).
Proof. intros A B f g l H. induction l; simpl; auto. apply Permutation_app; auto. Qed.

Lemma insertions_map : forall {A B} (f : A -> B) x l, insertions (f x) (map f l) = map (map f) (insertions x l).
Proof.
  intros A B f x l. induction l as [|y l IH]; simpl; auto. rewrite IH, 2!map_map. reflexivity.
Qed.

Lemma orders_map : forall {A B} (f : A -> B) l, orders (map f l) = map (map f) (orders l).
Proof.
  intros A B f l. induction l as [|x l IH]; simpl; auto. rewrite IH, flat_map_map, map_flat_map.
  apply flat_map_equal. intros z. apply insertions_map.
Qed.

Lemma arrangements_map : forall {A B} (f : A -> B) bs, arrangements (map (map f) bs) = map (map f) (arrangements bs).
Proof.
  intros A B f bs. induction bs as [|b bs IH]; simpl; auto. rewrite orders_map, IH, flat_map_map, map_flat_map.
  apply flat_map_equal. intros z. rewrite 2!map_map. apply map_ext. intros y. symmetry. apply map_app.
Qed.

Lemma insertions_around : forall {A} (x y z : A) l,
  Permutation (flat_map (insertions x) (map (cons z) l)) (map (fun w => x :: z :: w) l ++ map (cons z) (flat_map (insertions x) l)).
Proof.
  intros A x y z l. rewrite flat_map_map, map_flat_map. simpl. induction l as [|w l IH]; simpl; auto.
  constructor. rewrite IH, app_assoc, app_assoc. apply Permutation_app_tail, Permutation_app_comm.
Qed.

Lemma insertions_swap : forall {A} (x y : A) l,
  Permutation (flat_map (insertions x) (insertions y l)) (flat_map (insertions y) (insertions x l)).
Proof.
  intros A x y l. induction l as [|z l IH]; simpl. { apply perm_swap. }
  rewrite (insertions_around x y z), (insertions_around y x z), IH, !map_map.
  rewrite perm_swap. do 2 constructor. rewrite !app_assoc. apply Permutation_app_tail, Permutation_app_comm.
Qed.

Lemma orders_permuted : forall {A} (l r : list A), Permutation l r -> Permutation (orders l) (orders r).
Proof.
  intros A l r H. induction H; simpl; auto.
  - apply Permutation_flat_map, IHPermutation.
  - rewrite 2!flat_map_twice. apply flat_map_permuted. intros z. apply insertions_swap.
  - etransitivity; eauto.
Qed.

Lemma arrangements_permuted : forall {A} (bs cs : list (list A)), Forall2 (@Permutation A) bs cs ->
  Permutation (arrangements bs) (arrangements cs).
Proof.
  intros A bs cs H. induction H as [|b d bs cs P H IH]; simpl; auto.
  transitivity (flat_map (fun x => map (app x) (arrangements bs)) (orders d)).
  - apply Permutation_flat_map, orders_permuted, P.
  - apply flat_map_permuted. intros x. apply Permutation_map, IH.
Qed.

Lemma insertions_order : forall {A} (x : A) l z, In z (insertions x l) -> Permutation (x :: l) z.
Proof.
  intros A x l. induction l as [|y l IH]; intros z I; simpl in I.
  - destruct I as [<-|[]]. reflexivity.
  - destruct I as [<-|I]; [reflexivity|]. apply in_map_iff in I. destruct I as [w [<- I]].
    rewrite perm_swap. constructor. apply IH, I.
Qed.

Lemma orders_order : forall {A} (l z : list A), In z (orders l) -> Permutation l z.
Proof.
  intros A l. induction l as [|x l IH]; intros z I; simpl in I.
  - destruct I as [<-|[]]. constructor.
  - apply in_flat_map in I. destruct I as [w [J I]]. rewrite (IH w J). apply insertions_order, I.
Qed.

Lemma arrangements_orders : forall {A} (bs : list (list A)) z, In z (arrangements bs) ->
  exists cs, Forall2 (@Permutation A) bs cs /\ z = concat cs.
Proof.
  intros A bs. induction bs as [|b bs IH]; intros z I; simpl in I.
  - destruct I as [<-|[]]. exists []. split; auto.
  - apply in_flat_map in I. destruct I as [x [J I]]. apply in_map_iff in I. destruct I as [w [<- I]].
    destruct (IH w I) as [cs [H ->]]. exists (x :: cs). split; [constructor; auto using orders_order|reflexivity].
Qed.

Lemma arrangements_order : forall {A} (bs : list (list A)) z, In z (arrangements bs) -> Permutation (concat bs) z.
Proof.
  intros A bs z I. destruct (arrangements_orders bs z I) as [cs [H ->]]. clear I.
  induction H as [|b d bs cs P H IH]; simpl; auto. apply Permutation_app; auto.
Qed.

(** Blocks of positions: an arrangement of a point is an arrangement of its positions, read off the point. *)
Fixpoint positions (n : nat) (sizes : list nat) : list (list nat) :=
  match sizes with [] => [] | k :: r => seq n k :: positions (n + k) r end.

Definition pick {A} (d : A) (p : list nat) (x : list A) : list A := map (fun i => nth i x d) p.

Lemma positions_read : forall {A} (d : A) bs done,
  map (map (fun i => nth i (done ++ concat bs) d)) (positions (length done) (map (@length A) bs)) = bs.
Proof.
  intros A d bs. induction bs as [|b bs IH]; intros done; simpl; auto. f_equal.
  - apply nth_ext with (d := d) (d' := d). { rewrite map_length, seq_length. reflexivity. }
    intros n L. rewrite map_length, seq_length in L.
    rewrite (nth_indep _ d (nth 0 (done ++ b ++ concat bs) d)) by (rewrite map_length, seq_length; exact L).
    rewrite (map_nth (fun i => nth i (done ++ b ++ concat bs) d) _ 0%nat), seq_nth by exact L.
    rewrite app_nth2 by lia. replace (length done + n - length done)%nat with n by lia. apply app_nth1, L.
  - specialize (IH (done ++ b)). rewrite app_length, <- app_assoc in IH. exact IH.
Qed.

Lemma arrangements_positions : forall {A} (d : A) bs,
  arrangements bs = map (fun p => pick d p (concat bs)) (arrangements (positions 0 (map (@length A) bs))).
Proof.
  intros A d bs. unfold pick. rewrite <- (arrangements_map (fun i => nth i (concat bs) d)).
  assert (R := positions_read d bs []). simpl in R. rewrite R. reflexivity.
Qed.

(** *** Sorted blocks *)

Fixpoint decreasing (l : list Q) : Prop :=
  match l with x :: (y :: _) as r => y <= x /\ decreasing r | _ => True end.

Fixpoint insert (x : Q) (l : list Q) : list Q :=
  match l with [] => [x] | y :: r => if Qle_bool y x then x :: l else y :: insert x r end.

Fixpoint sorted (l : list Q) : list Q := match l with [] => [] | x :: r => insert x (sorted r) end.

Lemma insert_order : forall x l, Permutation (x :: l) (insert x l).
Proof.
  intros x l. induction l as [|y l IH]; simpl; auto. destruct (Qle_bool y x); auto. rewrite perm_swap. constructor. exact IH.
Qed.

Lemma sorted_order : forall l, Permutation l (sorted l).
Proof. induction l as [|x l IH]; simpl; auto. rewrite <- insert_order. constructor. exact IH. Qed.

Lemma insert_decreasing : forall x l, decreasing l -> decreasing (insert x l).
Proof.
  intros x l. induction l as [|y l IH]; intros H; [exact I|]. cbn [insert]. destruct (Qle_bool y x) eqn:E.
  - split; [apply Qle_bool_iff, E|exact H].
  - assert (L : x <= y). { destruct (Qlt_le_dec y x) as [L|L]; auto. apply Qlt_le_weak, Qle_bool_iff in L. congruence. }
    destruct l as [|z l]; [simpl; auto|]. destruct H as [H1 H2]. specialize (IH H2). cbn [insert] in *.
    destruct (Qle_bool z x); split; auto.
Qed.

Lemma sorted_decreasing : forall l, decreasing (sorted l).
Proof. induction l as [|x l IH]; simpl; auto. apply insert_decreasing, IH. Qed.

(** *** Sorted blocks as sums of steps *)

Notation direction := (list Z).

(** The indicator of the first [j] of [n] places. *)
Definition ones (j n : nat) : direction := repeat 1%Z j ++ repeat 0%Z (n - j).

Definition after (k : nat) (r : direction) : direction := repeat 0%Z k ++ r.

Fixpoint chains (sizes : list nat) : list direction :=
  match sizes with
  | [] => []
  | k :: r => map (fun j => ones j k) (seq 1 (k - 1)) ++ map (after k) (chains r)
  end.

Fixpoint wholes (sizes : list nat) : list direction :=
  match sizes with [] => [] | k :: r => ones k k :: map (after k) (wholes r) end.

Notation weighted := (list (Q * direction)).
Definition sum_at (l : weighted) (i : nat) : Q := Qsum (map (fun a => fst a * inject_Z (nth i (snd a) 0%Z)) l).
Definition nonnegative_weights (l : weighted) : Prop := forall a, In a l -> 0 <= fst a.
Definition mapped (f : direction -> direction) (l : weighted) : weighted := map (fun a => (fst a, f (snd a))) l.

Lemma sum_at_app : forall l r i, sum_at (l ++ r) i == sum_at l i + sum_at r i.
Proof. intros. unfold sum_at. rewrite map_app. apply Qsum_app. Qed.

Lemma sum_at_cons : forall a l i, sum_at (a :: l) i == fst a * inject_Z (nth i (snd a) 0%Z) + sum_at l i.
Proof. intros. reflexivity. Qed.

Lemma mapped_snd : forall f l, map snd (mapped f l) = map f (map snd l).
Proof. intros. unfold mapped. rewrite 2!map_map. reflexivity. Qed.

Lemma mapped_nonnegative : forall f l, nonnegative_weights l -> nonnegative_weights (mapped f l).
Proof. intros f l H a I. apply in_map_iff in I. destruct I as [b [<- I]]. apply (H b I). Qed.

Lemma sum_at_zero : forall l i, (forall r, In r (map snd l) -> nth i r 0%Z = 0%Z) -> sum_at l i == 0.
Proof.
  intros l i H. unfold sum_at. rewrite (Qsum_ext _ (fun _ => 0) l), Qsum_const. ring.
  intros a I. rewrite (H (snd a) (in_map snd l a I)). change (inject_Z 0) with 0. ring.
Qed.

Lemma sum_at_mapped : forall f l i g, (forall r, In r (map snd l) -> nth i (f r) 0%Z = g r) ->
  sum_at (mapped f l) i == Qsum (map (fun a => fst a * inject_Z (g (snd a))) l).
Proof.
  intros f l i g H. unfold sum_at, mapped. rewrite map_map. apply Qsum_ext. intros a I. simpl.
  rewrite (H (snd a)). reflexivity. apply in_map, I.
Qed.

Lemma chains_one : forall k, (1 <= k)%nat ->
  map (fun j => ones j (S k)) (seq 1 k) = ones 1 (S k) :: map (cons 1%Z) (map (fun j => ones j k) (seq 1 (k - 1))).
Proof.
  intros [|k] L; [lia|]. simpl seq at 1. simpl map at 1. f_equal. rewrite <- seq_shift, 2!map_map.
  replace (S k - 1)%nat with k by lia. reflexivity.
Qed.

(** One sorted block: differences of neighbours along its chain, and the last value along the whole. *)
Lemma block_steps : forall x r, decreasing (x :: r) -> exists l y,
  map snd l = map (fun j => ones j (S (length r))) (seq 1 (length r)) /\ nonnegative_weights l /\
  Qsum (map fst l) + y == x /\
  forall i, nth i (x :: r) 0 == sum_at l i + y * inject_Z (nth i (ones (S (length r)) (S (length r))) 0%Z).
Proof.
  intros x r. revert x. induction r as [|z r IH]; intros x D.
  - exists [], x. split; [|split; [|split]]; simpl; auto. intros a []. ring.
    intros [|[|i]]; unfold sum_at; simpl; ring.
  - destruct D as [D1 D2]. destruct (IH z D2) as [l [y [S1 [N [T P]]]]]. clear IH.
    exists ((x - z, ones 1 (S (length (z :: r)))) :: mapped (cons 1%Z) l), y. split; [|split; [|split]].
    + simpl length. rewrite chains_one by lia. replace (S (length r) - 1)%nat with (length r) by lia.
      simpl map at 1. rewrite mapped_snd, S1. reflexivity.
    + intros a [<-|I]; [simpl; lra|]. apply (mapped_nonnegative _ _ N a I).
    + unfold mapped. simpl. rewrite map_map. change (x - z + Qsum (map fst l) + y == x). lra.
    + intros [|i]; rewrite sum_at_cons.
      * rewrite (sum_at_mapped (cons 1%Z) l 0 (fun _ => 1%Z)) by reflexivity.
        rewrite (Qsum_ext _ fst l) by (intros; unfold inject_Z; ring).
        change (x == (x - z) * 1 + Qsum (map fst l) + y * 1). lra.
      * change (nth (S i) (x :: z :: r) 0) with (nth i (z :: r) 0). rewrite (P i).
        rewrite (sum_at_mapped (cons 1%Z) l (S i) (fun r => nth i r 0%Z)) by reflexivity. fold (sum_at l i).
        assert (Z : nth (S i) (ones 1 (S (length (z :: r)))) 0%Z = 0%Z) by apply (nth_repeat 0%Z (S (length r)) i).
        cbn [fst snd]. rewrite Z. change (ones (S (length (z :: r))) (S (length (z :: r)))) with (1%Z :: ones (S (length r)) (S (length r))).
        change (nth (S i) (1%Z :: ones (S (length r)) (S (length r))) 0%Z) with (nth i (ones (S (length r)) (S (length r))) 0%Z).
        change (inject_Z 0) with 0. ring.
Qed.

Lemma ones_length : forall j n, (j <= n)%nat -> length (ones j n) = n.
Proof. intros j n L. unfold ones. rewrite app_length, 2!repeat_length. lia. Qed.

(** Sorted blocks, one after the other. *)
Lemma blocks_steps : forall xs, (forall x, In x xs -> x <> [] /\ decreasing x) -> exists l m,
  map snd l = chains (map (@length Q) xs) /\ nonnegative_weights l /\ map snd m = wholes (map (@length Q) xs) /\
  forall i, nth i (concat xs) 0 == sum_at l i + sum_at m i.
Proof.
  intros xs. induction xs as [|x xs IH]; intros H.
  - exists [], []. split; [|split; [|split]]; auto. intros a []. intros [|i]; reflexivity.
  - destruct (IH ltac:(intros; apply H; right; auto)) as [l [m [L [N [M P]]]]].
    destruct (H x (or_introl eq_refl)) as [E D]. destruct x as [|y r]; [contradiction|].
    destruct (block_steps y r D) as [l' [q [L' [N' [_ P']]]]]. set (k := S (length r)) in *.
    exists (l' ++ mapped (after k) l), ((q, ones k k) :: mapped (after k) m). split; [|split; [|split]].
    + rewrite map_app, L', mapped_snd, L. simpl. fold k. replace (length r - 0)%nat with (length r) by lia. reflexivity.
    + intros a I. apply in_app_or in I. destruct I as [I|I]; [apply (N' a I)|apply (mapped_nonnegative _ _ N a I)].
    + simpl. rewrite mapped_snd, M. reflexivity.
    + intros i. rewrite sum_at_app, sum_at_cons. simpl fst. simpl snd. simpl concat.
      change (y :: r ++ concat xs) with ((y :: r) ++ concat xs). destruct (Nat.lt_ge_cases i k) as [Lt|Ge].
      * rewrite app_nth1 by exact Lt. rewrite (P' i).
        assert (Z : forall l0, sum_at (mapped (after k) l0) i == 0).
        { intros l0. apply sum_at_zero. intros d J. rewrite mapped_snd in J. apply in_map_iff in J. destruct J as [e [<- _]].
          unfold after. rewrite app_nth1 by (rewrite repeat_length; exact Lt). apply nth_repeat. }
        rewrite 2!Z. ring.
      * rewrite app_nth2 by exact Ge. simpl length. fold k. rewrite (P (i - k)%nat).
        assert (Z : forall d, nth i (after k d) 0%Z = nth (i - k) d 0%Z).
        { intros d. unfold after. rewrite app_nth2 by (rewrite repeat_length; exact Ge). rewrite repeat_length. reflexivity. }
        rewrite 2!(sum_at_mapped (after k) _ i (fun d => nth (i - k) d 0%Z)) by (intros; apply Z).
        fold (sum_at l (i - k)). fold (sum_at m (i - k)).
        rewrite (nth_overflow (ones k k)) by (rewrite ones_length; lia).
        rewrite (sum_at_zero l'). change (inject_Z 0) with 0. ring.
        intros d I. rewrite L' in I. apply in_map_iff in I. destruct I as [j [<- I]]. apply in_seq in I.
        apply nth_overflow. rewrite ones_length; lia.
Qed.
