(** Why a cone that [dissect] closes carries no goal at which the thesis fails on average over all relabellings. *)

From Coq Require Import QArith List Lqa Lia Bool Arith.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Reading Licence Arrange Chambers.
Import ListNotations.
Open Scope Q_scope.

Notation integral := (direction * Z)%type.
Notation ray := (direction * Z)%type.
Notation pointed := (ray * list signs)%type.

Fixpoint dotQ (a : direction) (x : list Q) : Q := match a, x with p :: a, q :: x => inject_Z p * q + dotQ a x | _, _ => 0 end.

(** A positive combination of rays, seen through a function of rays. *)
Definition mix (g : ray -> Z) (l : list (Q * ray)) : Q := Qsum (map (fun a => fst a * inject_Z (g (snd a))) l).

Lemma Qsum_swap : forall {A B} (f : A -> B -> Q) l r,
  Qsum (map (fun x => Qsum (map (f x) r)) l) == Qsum (map (fun y => Qsum (map (fun x => f x y) l)) r).
Proof.
  intros A B f l r. induction l as [|x l IH]; simpl. { rewrite Qsum_const. ring. }
  rewrite IH. clear IH. induction r as [|y r IH]; simpl. ring. rewrite <- IH. ring.
Qed.

Lemma Qsum_plus : forall {A} (f g : A -> Q) l, Qsum (map (fun x => f x + g x) l) == Qsum (map f l) + Qsum (map g l).
Proof. intros A f g l. induction l as [|x l IH]; simpl. ring. rewrite IH. ring. Qed.

Lemma Qsum_minus : forall {A} (f : A -> Q) k l, Qsum (map (fun x => f x - k) l) == Qsum (map f l) - k * count_of l.
Proof.
  intros A f k l. induction l as [|x l IH]; simpl. { unfold count_of. simpl. ring. } rewrite IH, count_cons. ring.
Qed.

Lemma count_filter : forall {A} (P : A -> bool) l, count_of (filter P l) == Qsum (map (fun x => ind (P x)) l).
Proof.
  intros A P l. induction l as [|x l IH]. reflexivity. simpl. destruct (P x); simpl; [rewrite count_cons|]; rewrite IH; ring.
Qed.

(** *** Signs of combinations *)

Definition joined (g : ray -> Z) (rs : list ray) : bool * bool :=
  fold_right (fun r s => either (sign_of (g r)) s) (false, false) rs.

Lemma mix_filter : forall g l, (forall a, In a l -> 0 <= fst a) -> mix g (filter (fun a => positive (fst a)) l) == mix g l.
Proof.
  intros g l N. unfold mix. induction l as [|a l IH]; simpl. reflexivity.
  assert (IH' := IH ltac:(intros; apply N; right; auto)). destruct (positive (fst a)) eqn:P; simpl; rewrite IH'. reflexivity.
  assert (Z : fst a == 0).
  { apply Qle_antisym; [|apply N; left; auto]. destruct (Qlt_le_dec 0 (fst a)) as [L|L]; auto. apply positive_iff in L. congruence. }
  rewrite Z. ring.
Qed.

Lemma joined_bounds : forall g l, (forall a, In a l -> 0 <= fst a) ->
  (fst (joined g (map snd l)) = false -> mix g l <= 0) /\ (snd (joined g (map snd l)) = false -> 0 <= mix g l).
Proof.
  intros g l N. unfold mix. induction l as [|[q r] l IH]; simpl. { split; intros; lra. }
  destruct (IH ltac:(intros; apply N; right; auto)) as [U D]. assert (Nq := N (q, r) (or_introl eq_refl)). simpl in Nq.
  fold (joined g (map snd l)). split; intros H; apply orb_false_iff in H; destruct H as [H K].
  - specialize (U K). apply Z.ltb_ge in H. assert (inject_Z (g r) <= 0) by (rewrite <- (Zle_Qle _ 0); exact H). nra.
  - specialize (D K). apply Z.ltb_ge in H. assert (0 <= inject_Z (g r)) by (rewrite <- (Zle_Qle 0 _); exact H). nra.
Qed.

Lemma joined_strict : forall g l, (forall a, In a l -> 0 < fst a) ->
  (joined g (map snd l) = (true, false) -> 0 < mix g l) /\ (joined g (map snd l) = (false, true) -> mix g l < 0).
Proof.
  intros g l N. assert (N' : forall a, In a l -> 0 <= fst a) by (intros a I; specialize (N a I); lra).
  induction l as [|[q r] l IH]. { split; discriminate. }
  assert (Nl : forall a, In a l -> 0 < fst a) by (intros; apply N; right; auto).
  assert (Nl' : forall a, In a l -> 0 <= fst a) by (intros; apply N'; right; auto).
  destruct (IH Nl Nl') as [U D]. destruct (joined_bounds g l Nl') as [U' D']. assert (Nq := N (q, r) (or_introl eq_refl)). simpl in Nq.
  unfold mix in *. simpl. fold (joined g (map snd l)). unfold either, sign_of in *. simpl. split; intros H; injection H as H1 H2.
  - apply orb_false_iff in H2. destruct H2 as [H2 H3]. apply Z.ltb_ge in H2. specialize (D' H3).
    destruct (0 <? g r)%Z eqn:G.
    + apply Z.ltb_lt in G. assert (0 < inject_Z (g r)) by (rewrite <- (Zlt_Qlt 0 _); exact G). nra.
    + simpl in H1. assert (0 <= inject_Z (g r)) by (rewrite <- (Zle_Qle 0 _); exact H2).
      assert (0 < Qsum (map (fun a => fst a * inject_Z (g (snd a))) l)).
      { apply U. destruct (joined g (map snd l)); simpl in *; congruence. }
      nra.
  - apply orb_false_iff in H1. destruct H1 as [H1 H3]. apply Z.ltb_ge in H1. specialize (U' H3).
    destruct (g r <? 0)%Z eqn:G.
    + apply Z.ltb_lt in G. assert (inject_Z (g r) < 0) by (rewrite <- (Zlt_Qlt _ 0); exact G). nra.
    + simpl in H2. assert (inject_Z (g r) <= 0) by (rewrite <- (Zle_Qle _ 0); exact H1).
      assert (Qsum (map (fun a => fst a * inject_Z (g (snd a))) l) < 0).
      { apply D. destruct (joined g (map snd l)); simpl in *; congruence. }
      nra.
Qed.

Lemma joined_describes : forall g l x, (forall a, In a l -> 0 <= fst a) -> x == mix g l ->
  (forall a, In a l -> 0 < fst a) \/ ~ x == 0 \/ joined g (map snd l) = (false, false) ->
  describes (joined g (map snd l)) x.
Proof.
  intros g l x N E H. destruct (joined_bounds g l N) as [U D].
  destruct (joined g (map snd l)) as [[|] [|]] eqn:J; simpl in *; auto.
  - specialize (D eq_refl). destruct H as [H|[H|H]]; [|lra|discriminate].
    destruct (joined_strict g l H) as [S _]. rewrite E. apply S, J.
  - specialize (U eq_refl). destruct H as [H|[H|H]]; [|lra|discriminate].
    destruct (joined_strict g l H) as [_ S]. rewrite E. apply S, J.
  - specialize (U eq_refl). specialize (D eq_refl). lra.
Qed.

(** *** Cutting cones *)

Lemma replaced_mix : forall g i y a (l : list (Q * ray)), nth_error l i = Some a ->
  mix g (replaced i y l) == mix g l - fst a * inject_Z (g (snd a)) + fst y * inject_Z (g (snd y)).
Proof.
  intros g i y a l. unfold mix. revert i. induction l as [|b l IH]; intros [|i] H; try discriminate.
  - injection H as ->. simpl. ring.
  - specialize (IH i H). unfold replaced in *. simpl in *. rewrite IH. ring.
Qed.

Lemma replaced_other : forall {A} i j (y : A) l, i <> j -> (i < length l)%nat -> nth_error (replaced i y l) j = nth_error l j.
Proof.
  intros A i j y l. revert i j. induction l as [|b l IH]; intros [|i] [|j] N L; simpl in *; try lia; auto.
  apply (IH i j); lia.
Qed.

Lemma replaced_same : forall {A} i (l : list A) y, nth_error l i = Some y -> replaced i y l = l.
Proof.
  intros A i l y. revert i. induction l as [|b l IH]; intros [|i] H; try discriminate.
  - injection H as ->. reflexivity.
  - unfold replaced in *. simpl. f_equal. apply IH, H.
Qed.

Lemma replaced_map : forall {A B} (f : A -> B) i y l, map f (replaced i y l) = replaced i (f y) (map f l).
Proof.
  intros A B f i y l. unfold replaced. rewrite map_app, firstn_map. f_equal. change (f y :: map f (skipn (S i) l) = f y :: skipn (S i) (map f l)).
  f_equal. symmetry. apply skipn_map.
Qed.

Lemma replaced_in : forall {A} i (y a : A) l, In a (replaced i y l) -> a = y \/ In a l.
Proof.
  intros A i y a l I. unfold replaced in I. apply in_app_or in I. destruct I as [I|[I|I]]; auto.
  - right. rewrite <- (firstn_skipn i l). apply in_or_app. auto.
  - right. rewrite <- (firstn_skipn (S i) l). apply in_or_app. auto.
Qed.

Lemma nth_plus : forall l r i, nth i (plus l r) 0%Z = (nth i l 0 + nth i r 0)%Z.
Proof. induction l as [|x l IH]; intros [|y r] [|i]; simpl; auto; try lia. Qed.

Lemma nth_scaled : forall a l i, nth i (map (Z.mul a) l) 0%Z = (a * nth i l 0)%Z.
Proof. intros a. induction l as [|x l IH]; intros [|i]; simpl; auto; lia. Qed.

Lemma value_at_combined : forall f p a r b s, value_at f p (combined a r b s) = (a * value_at f p r + b * value_at f p s)%Z.
Proof.
  intros [d k] p a [r t] b [s v]. unfold value_at, combined. simpl.
  assert (D : dot d (pick 0%Z p (plus (map (Z.mul a) r) (map (Z.mul b) s))) =
              (a * dot d (pick 0%Z p r) + b * dot d (pick 0%Z p s))%Z); [|rewrite D; ring].
  unfold pick. revert d. induction p as [|i p IH]; intros [|x d]; simpl; try ring.
  rewrite IH, nth_plus, 2!nth_scaled. ring.
Qed.

Section Cone.
Variable c : claim.
Variable fs : list integral.
Variable known : list bool.
Variable relabellings : list (list nat).
Variable shifted open_only : bool.
Variable evs : list evaluator.
Notation point := (point fs relabellings).

(** A goal: the value of each form at each relabelling, and the truth of each event. *)
Variable fv : integral -> list nat -> Q.
Variable truth : list nat -> nat -> bool.

Hypothesis carried : forall n p, In p relabellings -> nth n known false = true -> ~ fv (nth n fs ([], 0%Z)) p == 0.
Hypothesis known_length : length known = length fs.
Hypothesis open_known : open_only = true -> forall n, (n < length fs)%nat ->
  nth n known false = true \/ forall p r, value_at (nth n fs ([], 0%Z)) p r = 0%Z.
Hypothesis evs_right : forall p s k, In p relabellings -> length s = length fs ->
  (forall n, (n < length fs)%nat -> describes (nth n s (true, true)) (fv (nth n fs ([], 0%Z)) p)) ->
  right (nth k evs unknown) s (truth p k).

Definition mixes (l : list (Q * ray)) : Prop :=
  (forall a, In a l -> 0 <= fst a) /\
  (forall f p, In f fs -> In p relabellings -> fv f p == mix (value_at f p) l) /\
  (shifted = true -> 1 == mix snd l).

Definition in_cone (rays : list ray) : Prop := exists l, map snd l = rays /\ mixes l.

Definition thesis_at (p : list nat) : Q :=
  Qsum (map (fun a => match snd a with Prob k => fst a * ind (truth p k) | _ => 0 end) (terms (thesis c))) - constant (thesis c).

Definition good : Prop := related (rel (thesis c)) (Qsum (map thesis_at relabellings)).

Definition row (rays : list ray) (p : list nat) : signs := map (fun f => joined (value_at f p) rays) fs.

Lemma both_map : forall {A B} (f : B -> B -> B) (g h : A -> B) l, both f (map g l) (map h l) = map (fun x => f (g x) (h x)) l.
Proof. intros. induction l; simpl; congruence. Qed.

Lemma merged_rows : forall rays, merged fs relabellings (map point rays) = map (row rays) relabellings.
Proof.
  induction rays as [|r rays IH]; unfold merged; simpl.
  - apply map_ext. intros p. apply map_ext. reflexivity.
  - unfold merged in IH. rewrite IH. unfold table. rewrite both_map. apply map_ext. intros p. unfold row. rewrite both_map.
    apply map_ext. reflexivity.
Qed.

Lemma row_described : forall l p n, mixes l -> (forall a, In a l -> 0 < fst a) \/ open_only = true ->
  In p relabellings -> (n < length fs)%nat ->
  describes (nth n (row (map snd l) p) (true, true)) (fv (nth n fs ([], 0%Z)) p).
Proof.
  intros l p n [N [M _]] H I L. unfold row.
  rewrite (nth_indep _ (true, true) (joined (value_at ([], 0%Z) p) (map snd l))) by (rewrite map_length; exact L).
  rewrite (map_nth (fun f => joined (value_at f p) (map snd l)) fs ([], 0%Z)).
  apply joined_describes; auto. { apply M; auto. apply nth_In, L. }
  destruct H as [H|H]; auto. right. destruct (open_known H n L) as [K|K].
  - left. apply carried; auto.
  - right. clear - K. induction (map snd l) as [|r rs IH]; simpl; auto. rewrite IH, K. reflexivity.
Qed.

Lemma total_below : forall l, mixes l -> (forall a, In a l -> 0 < fst a) \/ open_only = true ->
  total_at c evs (map (row (map snd l)) relabellings) <= Qsum (map thesis_at relabellings).
Proof.
  intros l M H. unfold total_at, thesis_at.
  assert (S : Qsum (map (fun p => Qsum (map (fun a => match snd a with Prob k => fst a * ind (truth p k) | _ => 0 end) (terms (thesis c))) -
      constant (thesis c)) relabellings) ==
    Qsum (map (fun a => Qsum (map (fun p => match snd a with Prob k => fst a * ind (truth p k) | _ => 0 end) relabellings)) (terms (thesis c)))
      - constant (thesis c) * count_of relabellings).
  { rewrite (Qsum_swap (fun a p => match snd a with Prob k => fst a * ind (truth p k) | _ => 0 end)).
    apply Qsum_minus. }
  rewrite S. unfold count_of at 2. rewrite map_length. fold (count_of relabellings).
  apply Qplus_le_compat; [|apply Qle_refl]. apply Qsum_le. intros [q t] _. simpl.
  destruct t as [k|i|i k]. 2, 3: rewrite Qsum_const; lra.
  rewrite Qsum_scale, count_filter, map_map, <- 2!Qsum_scale. apply Qsum_le. intros p I. unfold counted.
  assert (R := evs_right p (row (map snd l) p) k I).
  destruct (nth k evs unknown (row (map snd l) p)) as [b|] eqn:E.
  - rewrite (R ltac:(unfold row; apply map_length) ltac:(intros; apply row_described; auto) b E). apply Qle_refl.
  - destruct (positive q) eqn:P; simpl.
    + apply positive_iff in P. assert (T := ind_range (truth p k)). nra.
    + assert (Q0 : q <= 0) by (destruct (Qlt_le_dec 0 q) as [X|X]; auto; apply positive_iff in X; congruence).
      assert (T := ind_range (truth p k)). nra.
Qed.

Lemma on_face_good : forall l, mixes l -> (forall a, In a l -> 0 < fst a) \/ open_only = true ->
  on_face c fs known relabellings shifted evs (map point (map snd l)) = true -> good.
Proof.
  intros l M H O. unfold on_face in O. apply orb_true_iff in O. destruct O as [O|O].
  - exfalso. apply andb_true_iff in O. destruct O as [S O]. apply negb_true_iff in O.
    destruct M as [N [_ U]]. specialize (U S). assert (Z : mix snd l <= 0); [|lra].
    clear - O N. unfold mix. induction l as [|[q r] l IH]; simpl in *. lra.
    apply orb_false_iff in O. destruct O as [O O']. assert (L := IH ltac:(intros; apply N; auto) O').
    apply Z.ltb_ge in O. assert (inject_Z (snd r) <= 0) by (rewrite <- (Zle_Qle _ 0); exact O).
    assert (Nq := N (q, r) (or_introl eq_refl)). simpl in Nq. nra.
  - rewrite merged_rows in O. apply orb_true_iff in O. destruct O as [O|O].
    + exfalso. apply existsb_exists in O. destruct O as [s [I O]]. apply in_map_iff in I. destruct I as [p [<- I]].
      unfold vanishes in O. apply existsb_exists in O. destruct O as [[k sg] [J O]]. simpl in O.
      apply andb_true_iff in O. destruct O as [-> O]. apply In_nth with (d := (false, (true, true))) in J.
      destruct J as [n [L E]]. rewrite combine_length in L. unfold row in L. rewrite map_length in L.
      rewrite combine_nth in E by (unfold row; rewrite map_length; exact known_length).
      injection E as E1 E2. assert (Ln : (n < length fs)%nat) by lia.
      assert (D := row_described l p n M H I Ln). rewrite E2 in D. destruct sg as [[|] [|]]; try discriminate.
      apply (carried n p I E1 D).
    + assert (T := total_below l M H). unfold good, related.
      destruct (rel (thesis c)); [apply Qle_bool_iff in O|apply positive_iff in O|discriminate]; lra.
Qed.

Lemma in_faces : forall {A B} (g : A -> B) (h : A -> bool) l, In (map g (filter h l)) (faces (map g l)).
Proof.
  intros A B g h l. induction l as [|x l IH]; simpl; auto. apply in_or_app. destruct (h x); simpl.
  - right. apply in_map, IH.
  - left. exact IH.
Qed.

Lemma nonnegative_good : forall rays, in_cone rays ->
  nonnegative c fs known relabellings shifted open_only evs (map point rays) = true -> good.
Proof.
  intros rays [l [<- M]] H. unfold nonnegative in H. destruct (bool_dec open_only true) as [O|O].
  - rewrite O in H. apply (on_face_good l M); auto.
  - apply not_true_is_false in O. rewrite O, forallb_forall in H. apply (on_face_good (filter (fun a => positive (fst a)) l)).
    + destruct M as [N [F U]]. split; [|split].
      * intros a I. apply filter_In in I. apply N, I.
      * intros f p I J. rewrite mix_filter by exact N. apply F; auto.
      * intros S. rewrite mix_filter by exact N. apply U, S.
    + left. intros a I. apply filter_In in I. apply positive_iff, I.
    + apply H. rewrite 2!map_map. apply (in_faces (fun x => point (snd x))).
Qed.

Lemma cut_once : forall l i j r s x a b wi wj, mixes l -> nth_error l i = Some (wi, r) -> nth_error l j = Some (wj, s) ->
  i <> j -> (0 < a)%Z -> (0 < b)%Z -> wi * inject_Z b <= wj * inject_Z a ->
  (forall f p, value_at f p x = a * value_at f p r + b * value_at f p s)%Z -> (snd x = a * snd r + b * snd s)%Z ->
  exists l', map snd l' = replaced i x (map snd l) /\ mixes l'.
Proof.
  intros l i j r s x a b wi wj [N [F U]] Hi Hj D Pa Pb Le Vx Sx.
  assert (Qa : 0 < inject_Z a) by (rewrite <- (Zlt_Qlt 0 _); exact Pa).
  assert (Qb : 0 < inject_Z b) by (rewrite <- (Zlt_Qlt 0 _); exact Pb).
  set (t := wi / inject_Z a). assert (T : t * inject_Z a == wi) by (unfold t; field; lra).
  assert (Nw : 0 <= wi) by (apply (N (wi, r)), (nth_error_In _ _ Hi)).
  assert (Nt : 0 <= t) by (unfold t; apply Qle_shift_div_l; lra).
  assert (Nj : 0 <= wj - t * inject_Z b) by nra.
  assert (Lj : (j < length l)%nat) by (apply nth_error_Some; congruence).
  exists (replaced i (t, x) (replaced j (wj - t * inject_Z b, s) l)).
  assert (Mix : forall g, g (x) = (a * g r + b * g s)%Z ->
    mix g (replaced i (t, x) (replaced j (wj - t * inject_Z b, s) l)) == mix g l).
  { intros g G. rewrite (replaced_mix g i _ (wi, r)) by (rewrite replaced_other; auto).
    rewrite (replaced_mix g j _ (wj, s) l Hj). simpl fst. simpl snd. rewrite G, inject_Z_plus, 2!inject_Z_mult. rewrite <- T. ring. }
  split; [|split; [|split]].
  - rewrite 2!replaced_map. simpl. f_equal. apply replaced_same. rewrite nth_error_map, Hj. reflexivity.
  - intros y I. apply replaced_in in I. destruct I as [->|I]; auto. apply replaced_in in I. destruct I as [->|I]; auto.
  - intros f p I J. rewrite Mix. apply F; auto. apply Vx.
  - intros S. rewrite Mix. apply U, S. exact Sx.
Qed.

Lemma cut_good : forall rays i j r s a b, in_cone rays -> nth_error rays i = Some r -> nth_error rays j = Some s ->
  i <> j -> (0 < a)%Z -> (0 < b)%Z ->
  in_cone (replaced i (combined a r b s) rays) \/ in_cone (replaced j (combined a r b s) rays).
Proof.
  intros rays i j r s a b [l [<- M]] Hi Hj D Pa Pb. rewrite nth_error_map in Hi, Hj.
  destruct (nth_error l i) as [[wi r']|] eqn:Ei; try discriminate. simpl in Hi. injection Hi as ->.
  destruct (nth_error l j) as [[wj s']|] eqn:Ej; try discriminate. simpl in Hj. injection Hj as ->.
  destruct (Qlt_le_dec (wj * inject_Z a) (wi * inject_Z b)) as [L|L].
  - right. apply (cut_once l j i s r (combined a r b s) b a wj wi); auto.
    + lra.
    + intros f p. rewrite value_at_combined. ring.
    + simpl. ring.
  - left. apply (cut_once l i j r s (combined a r b s) a b wi wj); auto.
    intros f p. apply value_at_combined.
Qed.

Lemma dissect_good : forall steps cones, dissect c fs known relabellings shifted open_only evs cones steps = true ->
  forall rays, In (map point rays) cones -> in_cone rays -> good.
Proof.
  induction steps as [|[|i j a b] steps IH]; intros cones H rays I C; simpl in H.
  - destruct cones; [destruct I|discriminate].
  - destruct cones as [|cone cones]; [destruct I|]. apply andb_true_iff in H. destruct H as [H K].
    destruct I as [->|I]; [apply (nonnegative_good rays C H)|apply (IH cones K rays I C)].
  - destruct cones as [|cone cones]; [destruct I|].
    destruct (nth_error cone i) as [r|] eqn:Ei; try discriminate. destruct (nth_error cone j) as [s|] eqn:Ej; try discriminate.
    apply andb_true_iff in H. destruct H as [H K]. apply andb_true_iff in H. destruct H as [H Pb].
    apply andb_true_iff in H. destruct H as [D Pa]. apply negb_true_iff, Nat.eqb_neq in D. apply Z.ltb_lt in Pa, Pb.
    destruct I as [->|I]; [|apply (IH _ K rays); auto; right; right; exact I].
    rewrite nth_error_map in Ei, Ej. destruct (nth_error rays i) as [r'|] eqn:Ri; try discriminate. simpl in Ei. injection Ei as <-.
    destruct (nth_error rays j) as [s'|] eqn:Rj; try discriminate. simpl in Ej. injection Ej as <-. simpl in K.
    destruct (cut_good rays i j r' s' a b C Ri Rj D Pa Pb) as [C'|C'].
    + apply (IH _ K (replaced i (combined a r' b s') rays)); auto. left. symmetry. apply (replaced_map point).
    + apply (IH _ K (replaced j (combined a r' b s') rays)); auto. right. left. symmetry. apply (replaced_map point).
Qed.
End Cone.
