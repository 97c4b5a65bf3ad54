(** Generators that structures imply: which are licensed, and why the law of the class is unchanged by them. The functions follow
    decision/checker/groups.py. *)

From Coq Require Import QArith List Lqa Lia Bool Arith Setoid.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Redraw Reading.
Import ListNotations.
Open Scope Q_scope.

(** *** What is licensed *)

Definition same_set (l r : list nat) : bool := forallb (member r) l && forallb (member l) r.

Definition same_center (m n : center) : bool :=
  match m, n with
  | Number p, Number q => Qeq_bool p q
  | Coordinate v, Coordinate w => v =? w
  | _, _ => false
  end.

Definition unflipped (g : list image) : bool := forallb (fun m => negb (flipped m)) g.
Definition in_place (g : list image) : bool := forallb (fun m => flipped m && (target m =? source m)) g.

Definition origin (g : list image) (w : nat) : nat :=
  match find (fun m => target m =? w) g with Some m => source m | None => w end.
Definition sign (g : list image) (w : nat) : Q :=
  match find (fun m => target m =? w) g with Some m => if flipped m then -1 else 1 | None => 1 end.

Definition keeps_covariances (over : list nat) (cov : nat -> nat -> Q) (g : list image) : bool :=
  forallb (fun v => forallb (fun w =>
    Qeq_bool (sign g v * sign g w * cov (origin g v) (origin g w)) (cov v w)) over) over.

(** Each of two blocks goes to itself, and flips are about its centre. *)
Definition keeps_means (first : list nat) (m n : center) (g : list image) : bool :=
  forallb (fun i => Bool.eqb (member first (target i)) (member first (source i)) &&
                    (negb (flipped i) || same_center (about i) (side_center first m n (target i)))) g.

(** Whether an outcome is symmetric about the centre of a flip. *)
Definition mirrored (all : list structure) (i : image) : bool :=
  existsb (fun s => match s with Symmetric over m => member over (target i) && same_center m (about i) | _ => false end) all.

Definition licensed_by (all : list structure) (g : list image) (s : structure) : bool :=
  match s with
  | Independent _ => nonempty g && in_place g && forallb (mirrored all) g
  | Identical _ => unflipped g || (in_place g && forallb (mirrored all) g)
  | Spherical over m => (unflipped g || in_place g) && keeps_means [] m m g && keeps_covariances over identity_matrix g
  | Correlated first second shared rho m n =>
      keeps_means first m n g && keeps_covariances (first ++ second) (covariance first second shared rho) g
  | _ => false
  end.

Definition everything (c : claim) : list nat := seq 0 (outcomes c).

(** All outcomes, and the blocks of selves that are all outcomes. *)
Definition regions (c : claim) : list (list nat) :=
  everything c :: flat_map (fun s => match s with
    | Selves blocks => if same_set (everything c) (concat blocks) then blocks else []
    | _ => [] end) (structures c).

Definition licensed (c : claim) (g : list image) : bool :=
  existsb (fun region => forallb (fun i => member region (target i)) g &&
    existsb (fun s => same_set region (over_of s) && licensed_by (structures c) g s) (structures c)) (regions c).

(** *** Lists as sets *)

Lemma distinct_NoDup : forall l, distinct l = true -> NoDup l.
Proof.
  induction l as [|x l IH]; intros H; constructor; simpl in H; apply andb_true_iff in H; destruct H as [H K]; auto.
  intros I. apply member_iff in I. unfold member in I. rewrite I in H. discriminate.
Qed.

Lemma same_set_iff : forall l r, same_set l r = true -> forall w, In w l <-> In w r.
Proof.
  intros l r H w. apply andb_true_iff in H. destruct H as [H K]. rewrite forallb_forall in H, K.
  split; intros I; apply member_iff; auto.
Qed.

(** *** Generators with known centres *)

Section Licensed.
Variable c : claim.
Variable mu : law utility.
Hypothesis mu_prob : prob mu.
Variable u0 : utility.
Hypothesis constant_u0 : forall w, (outcomes c <= w)%nat -> almost_surely mu (fun u => u w == u0 w).

Definition known (m : center) : Q := center_value u0 m.

Lemma known_value : forall m, center_fine c m = true -> almost_surely mu (fun u => center_value u m == known m).
Proof.
  intros [q|w] H q' u I P. reflexivity. simpl in H. apply andb_true_iff in H. destruct H as [H _].
  apply Nat.leb_le in H. apply (constant_u0 w H q' u I P).
Qed.

(** What a generator does where the constants are those of [u0]. *)
Definition moves (g : list image) (u : utility) : utility := fun w =>
  match find (fun m => target m =? w) g with
  | None => u w
  | Some m => if flipped m then 2 * known (about m) - u (source m) else u (source m)
  end.

Lemma moves_act : forall g, forallb (fun m => center_fine c (about m)) g = true ->
  almost_surely mu (fun u => same_goal (act g u) (moves g u)).
Proof.
  intros g H q u I P w. unfold act, moves. destruct (find (fun m => target m =? w) g) as [m|] eqn:F; [|reflexivity].
  apply find_some in F. destruct F as [J _]. rewrite forallb_forall in H.
  destruct (flipped m); [|reflexivity]. rewrite (known_value (about m) (H m J) q u I P). reflexivity.
Qed.


(** *** One generator *)

Hypothesis mu_structures : forall s, In s (structures c) -> structured mu s.
Variable g : list image.
Hypothesis g_fine : generator_fine c g = true.

Lemma g_centers : forallb (fun m => center_fine c (about m)) g = true.
Proof.
  assert (H := g_fine). unfold generator_fine in H. repeat (apply andb_true_iff in H; destruct H as [H _]).
  rewrite forallb_forall in *. intros m I. specialize (H m I). apply andb_true_iff in H. apply H.
Qed.

Lemma g_outcomes : forall m, In m g -> (target m < outcomes c /\ source m < outcomes c)%nat.
Proof.
  intros m I. assert (H := g_fine). unfold generator_fine in H. repeat (apply andb_true_iff in H; destruct H as [H _]).
  rewrite forallb_forall in H. specialize (H m I). apply andb_true_iff in H. destruct H as [H _].
  apply andb_true_iff in H. rewrite 2!Nat.ltb_lt in H. exact H.
Qed.

Lemma g_permutes : NoDup (map target g) /\ NoDup (map source g) /\ incl (map source g) (map target g).
Proof.
  assert (H := g_fine). unfold generator_fine in H. apply andb_true_iff in H. destruct H as [H _].
  apply andb_true_iff in H. destruct H as [H I]. apply andb_true_iff in H. destruct H as [H S].
  apply andb_true_iff in H. destruct H as [_ T]. split; [|split]; try (apply distinct_NoDup; assumption).
  intros w J. apply in_map_iff in J. destruct J as [m [<- J]]. rewrite forallb_forall in I. apply member_iff, I, J.
Qed.

Lemma find_target : forall l w, match find (fun m => target m =? w) l with
  | Some m => In m l /\ target m = w
  | None => ~ In w (map target l)
  end.
Proof.
  intros l w. destruct (find (fun m => target m =? w) l) as [m|] eqn:F.
  - apply find_some in F. destruct F as [I E]. apply Nat.eqb_eq in E. auto.
  - intros I. apply in_map_iff in I. destruct I as [m [E I]]. apply (find_none _ _ F) in I. apply Nat.eqb_neq in I. auto.
Qed.

Lemma same_source : forall m m', In m g -> In m' g -> source m = source m' -> m = m'.
Proof.
  intros m m' I J E. destruct g_permutes as [_ [S _]]. clear - S I J E. induction g as [|x l IH]; [destruct I|].
  inversion S as [|? ? N R]; subst. destruct I as [->|I], J as [->|J]; auto; exfalso; apply N.
  - rewrite E. apply in_map, J.
  - rewrite <- E. apply in_map, I.
Qed.

Lemma origin_injective : forall v w, origin g v = origin g w -> v = w.
Proof.
  intros v w. unfold origin. assert (V := find_target g v). assert (W := find_target g w).
  destruct g_permutes as [_ [_ I]].
  destruct (find _ g) as [m|], (find (fun m => target m =? w) g) as [m'|]; intros E; auto.
  - rewrite <- (proj2 V), <- (proj2 W). f_equal. apply same_source; auto; [apply V | apply W].
  - exfalso. apply W. rewrite <- E. apply I, in_map, V.
  - exfalso. apply V. rewrite E. apply I, in_map, W.
Qed.

Lemma origin_in : forall over, (forall m, In m g -> In (target m) over) -> forall w, In w over -> In (origin g w) over.
Proof.
  intros over T w J. unfold origin. assert (W := find_target g w). destruct (find _ g) as [m|]; auto.
  destruct g_permutes as [_ [_ I]]. assert (K := I _ (in_map source g m (proj1 W))). apply in_map_iff in K.
  destruct K as [m' [<- K]]. apply T, K.
Qed.

Lemma permuted : forall over, independent mu (singles over) ->
  (forall v w f, In v over -> In w over -> numeric f -> Ex mu (fun u => f (u v)) == Ex mu (fun u => f (u w))) ->
  (forall m, In m g -> In (target m) over) -> unflipped g = true -> unchanged_on mu over (moves g).
Proof.
  intros over I D T U F H. rewrite (Ex_ext mu _ (fun u => F (fun w => u (origin g w)))).
  - apply (permutation_unchanged mu over I D (map target g) (origin g)); auto.
    + intros w J. apply in_map_iff in J. destruct J as [m [<- J]]. apply T, J.
    + intros w N. unfold origin. assert (W := find_target g w). destruct (find _ g); auto.
      destruct W as [W E]. exfalso. apply N. rewrite <- E. apply in_map, W.
    + apply origin_injective.
  - intros u. apply H. intros w _. unfold moves, origin. assert (W := find_target g w).
    destruct (find _ g) as [m|]; [|reflexivity]. unfold unflipped in U. rewrite forallb_forall in U.
    specialize (U m (proj1 W)). destruct (flipped m); [discriminate|reflexivity].
Qed.

Lemma same_center_known : forall m n, same_center m n = true -> known m == known n.
Proof.
  intros [p|v] [q|w] H; simpl in H; try discriminate. apply Qeq_bool_iff, H. apply Nat.eqb_eq in H. subst. reflexivity.
Qed.

Lemma mirrored_symmetric : forall m, In m g -> mirrored (structures c) m = true -> forall f, numeric f ->
  Ex mu (fun u => f (2 * known (about m) - u (target m))) == Ex mu (fun u => f (u (target m))).
Proof.
  intros m I M f N. apply existsb_exists in M. destruct M as [s [J M]]. assert (S := mu_structures s J).
  destruct s as [|?|over n|? ?| |? ? ? ? ? ?|]; try discriminate. apply andb_true_iff in M. destruct M as [M E].
  apply member_iff in M. rewrite <- (S (target m) f M N). apply Ex_ext_as. apply mu_prob. intros q u K P. apply N.
  assert (C := g_centers). rewrite forallb_forall in C. rewrite <- (known_value (about m) (C m I) q u K P).
  destruct n as [p|v], (about m) as [p'|v']; simpl in E; try discriminate; simpl.
  - apply Qeq_bool_iff in E. rewrite E. reflexivity.
  - apply Nat.eqb_eq in E. subst. reflexivity.
Qed.

Lemma flipped_in_place : forall over, independent mu (singles over) -> forall l, incl l g ->
  NoDup (map target l) -> (forall m, In m l -> In (target m) over) ->
  in_place l = true -> forallb (mirrored (structures c)) l = true -> unchanged_on mu over (moves l).
Proof.
  intros over I l. induction l as [|m l IH]; intros G N T P M F H. { reflexivity. }
  simpl in P, M. apply andb_true_iff in P, M. destruct P as [P P'], M as [M M']. inversion N as [|? ? X N']; subst.
  apply andb_true_iff in P. destruct P as [P E]. apply Nat.eqb_eq in E.
  set (k := fun u : utility => put (target m) (2 * known (about m) - u (target m)) u).
  assert (Hk : function_of over (fun u => F (k u))).
  { intros u v J. apply H. intros w L. apply put_near; auto. rewrite (J (target m)) by (apply T; left; auto). reflexivity. }
  rewrite (Ex_ext mu _ (fun u => F (k (moves l u)))).
  - rewrite (IH ltac:(intros x J; apply G; right; auto) N' ltac:(intros x J; apply T; right; auto) P' M' _ Hk).
    apply (flip_single mu over I); auto. apply T. left. reflexivity.
    apply mirrored_symmetric; auto. apply G. left. reflexivity.
  - intros u. apply H. intros w _. unfold k, put. unfold moves at 1. simpl. rewrite (Nat.eqb_sym w).
    destruct (Nat.eqb_spec (target m) w) as [<-|D].
    + rewrite P, <- E. unfold moves. assert (W := find_target l (target m)). destruct (find _ l) as [m'|]; [|reflexivity].
      exfalso. apply X. rewrite <- (proj2 W). apply in_map, W.
    + reflexivity.
Qed.

Lemma elliptical_unchanged : forall over first m n cov, NoDup over -> (forall m, In m g -> In (target m) over) ->
  center_fine c m = true -> center_fine c n = true ->
  elliptical mu over (side_center first m n) cov -> keeps_means first m n g = true -> keeps_covariances over cov g = true ->
  unchanged_on mu over (moves g).
Proof.
  intros over first m n cov N T Cm Cn L M K F H.
  set (A := fun w v => if v =? origin g w then sign g w else 0).
  assert (KA : keeps over cov A).
  { intros v w J J'. unfold A.
    rewrite (Qsum_ext _ (fun x => (if x =? origin g v then sign g v else 0) * (cov x (origin g w) * sign g w)) over).
    - rewrite Qsum_pick; auto using origin_in. unfold keeps_covariances in K. rewrite forallb_forall in K.
      specialize (K v J). rewrite forallb_forall in K. specialize (K w J'). apply Qeq_bool_iff in K. rewrite <- K. ring.
    - intros x _. rewrite (Qsum_ext _ (fun y => (if y =? origin g w then sign g w else 0) * ((if x =? origin g v then sign g v else 0) * cov x y)) over).
      rewrite Qsum_pick; auto using origin_in. ring. intros y _. ring. }
  rewrite <- (L A F KA H). apply Ex_ext_as. apply mu_prob. intros q u I P. apply H. intros w J.
  unfold transformed. rewrite (proj2 (member_iff over w) J). unfold A at 1.
  rewrite Qsum_pick by auto using origin_in.
  assert (V : forall x, center_value u (side_center first m n x) == known (side_center first m n x)).
  { intros x. unfold side_center. destruct (member first x); [apply (known_value m Cm q u I P)|apply (known_value n Cn q u I P)]. }
  rewrite 2!V. unfold moves, origin, sign. assert (W := find_target g w).
  destruct (find _ g) as [i|]; [|ring]. destruct W as [W <-]. unfold keeps_means in M. rewrite forallb_forall in M.
  specialize (M i W). apply andb_true_iff in M. destruct M as [E M]. apply eqb_prop in E.
  assert (S : side_center first m n (source i) = side_center first m n (target i)) by (unfold side_center; rewrite E; auto).
  rewrite S. destruct (flipped i); simpl in M; [|ring]. apply same_center_known in M. rewrite M. ring.
Qed.

Lemma structure_centers : forall s, In s (structures c) -> structure_fine c s = true ->
  NoDup (over_of s) /\ match s with
  | Symmetric _ m | Spherical _ m => center_fine c m = true
  | Correlated _ _ _ _ m n => center_fine c m = true /\ center_fine c n = true
  | _ => True
  end.
Proof.
  intros s _ H. unfold structure_fine in H. apply andb_true_iff in H. destruct H as [O H]. split.
  - unfold over_fine in O. repeat (apply andb_true_iff in O; destruct O as [O ?]). apply distinct_NoDup. assumption.
  - destruct s; auto. repeat (apply andb_true_iff in H; destruct H as [H ?]). auto.
Qed.

Lemma licensed_on : forall s region, In s (structures c) -> structure_fine c s = true ->
  same_set region (over_of s) = true -> (forall m, In m g -> In (target m) region) ->
  licensed_by (structures c) g s = true -> unchanged_on mu region (moves g).
Proof.
  intros s region I Fine S T L. assert (Same := same_set_iff _ _ S). assert (M := mu_structures s I).
  destruct (structure_centers s I Fine) as [N C].
  assert (T' : forall m, In m g -> In (target m) (over_of s)) by (intros m J; apply Same, T, J).
  assert (U : unchanged_on mu (over_of s) (moves g)).
  - destruct g_permutes as [P _]. destruct s as [over|over|over m|over m|blocks|first second shared rho m n|over]; try discriminate;
      simpl in L, M, T' |- *.
    + apply andb_true_iff in L. destruct L as [L K]. apply andb_true_iff in L. destruct L as [_ L].
      apply flipped_in_place; auto using incl_refl.
    + destruct M as [M D]. apply orb_true_iff in L. destruct L as [L|L]; [apply permuted; auto|].
      apply andb_true_iff in L. destruct L as [L K]. apply flipped_in_place; auto using incl_refl.
    + apply andb_true_iff in L. destruct L as [L K]. apply andb_true_iff in L. destruct L as [_ L].
      apply (elliptical_unchanged over [] m m identity_matrix); auto.
    + apply andb_true_iff in L. destruct L as [L K]. destruct C as [C C'].
      apply (elliptical_unchanged (first ++ second) first m n _ N T' C C' M L K).
  - intros F H. apply U. intros u v E. apply H. intros w J. apply E, Same, J.
Qed.

(** *** From some outcomes to the whole goal *)

Definition pinned (u : utility) : utility := fun w => if w <? outcomes c then u w else u0 w.

Lemma pinned_near : forall u v w, (forall w, In w (everything c) -> u w == v w) -> pinned u w == pinned v w.
Proof.
  intros u v w E. unfold pinned. destruct (Nat.ltb_spec w (outcomes c)); [|reflexivity]. apply E. apply in_seq. lia.
Qed.

Lemma pinned_same : almost_surely mu (fun u => same_goal (pinned u) u).
Proof.
  intros q u I P w. unfold pinned. destruct (Nat.ltb_spec w (outcomes c)) as [L|L]; [reflexivity|].
  symmetry. apply (constant_u0 w L q u I P).
Qed.

Lemma moves_constants : forall u w, (outcomes c <= w)%nat -> moves g u w = u w.
Proof.
  intros u w L. unfold moves. assert (W := find_target g w). destruct (find _ g) as [m|]; auto.
  destruct W as [I E]. assert (O := g_outcomes m I). lia.
Qed.

Lemma moves_near : forall u v, (forall w, In w (everything c) -> u w == v w) ->
  forall w, In w (everything c) -> moves g u w == moves g v w.
Proof.
  intros u v E w J. unfold moves. assert (W := find_target g w). destruct (find _ g) as [m|]; [|auto].
  assert (O := g_outcomes m (proj1 W)). assert (S : u (source m) == v (source m)) by (apply E, in_seq; lia).
  destruct (flipped m); rewrite S; reflexivity.
Qed.

Lemma region_invariant : forall region, apart mu (everything c) region -> incl region (everything c) ->
  (forall m, In m g -> In (target m) region) -> unchanged_on mu region (moves g) -> invariant same_goal mu (act g).
Proof.
  intros region A R T U F C. set (F' := fun u => F (pinned u)).
  assert (HF : function_of (everything c) F') by (intros u v E; apply C; intros w; apply pinned_near, E).
  rewrite (Ex_ext_as mu (fun u => F (act g u)) (fun u => F' (moves g u))) by
    (apply mu_prob || (intros q u I P; apply C; intros w; rewrite (moves_act g g_centers q u I P w); unfold pinned;
      destruct (Nat.ltb_spec w (outcomes c)) as [L|L]; [reflexivity|]; rewrite moves_constants by exact L;
      apply (constant_u0 w L q u I P))).
  rewrite (Ex_ext_as mu F F') by (apply mu_prob || (intros q u I P; apply C; intros w; symmetry; apply (pinned_same q u I P w))).
  rewrite (A (fun u => F' (moves g u))) by (intros u v E; apply HF, moves_near, E). rewrite (A F' HF).
  apply Ex_ext. intros v. rewrite <- (U (fun u => F' (splice region u v))).
  - apply Ex_ext. intros u. apply HF. intros w J. unfold moves, splice. assert (W := find_target g w).
    destruct (find _ g) as [m|].
    + destruct W as [I <-]. rewrite (proj2 (member_iff region (target m)) (T m I)).
      assert (S : In (source m) region).
      { destruct g_permutes as [_ [_ P]]. assert (K := P _ (in_map source g m I)). apply in_map_iff in K.
        destruct K as [m' [<- K]]. apply T, K. }
      rewrite (proj2 (member_iff region (source m)) S). reflexivity.
    + reflexivity.
  - intros u u' E. apply HF. intros w _. apply splice_near; auto. reflexivity.
Qed.

Lemma licensed_unchanged : licensed c g = true -> (forall s, In s (structures c) -> structure_fine c s = true) ->
  invariant same_goal mu (act g).
Proof.
  intros L Fine. unfold licensed in L. apply existsb_exists in L. destruct L as [region [R L]].
  apply andb_true_iff in L. destruct L as [T L]. apply existsb_exists in L. destruct L as [s [I L]].
  apply andb_true_iff in L. destruct L as [S L]. rewrite forallb_forall in T.
  assert (T' : forall m, In m g -> In (target m) region) by (intros m J; apply member_iff, T, J).
  assert (A : apart mu (everything c) region /\ incl region (everything c)).
  - destruct R as [<-|R].
    + split; [|apply incl_refl]. intros F H. rewrite <- (Ex_const mu (Ex mu F) mu_prob). apply Ex_ext. intros v.
      apply Ex_ext. intros u. apply H. intros w J. unfold splice. rewrite (proj2 (member_iff _ w) J). reflexivity.
    + apply in_flat_map in R. destruct R as [s' [I' R]]. destruct s' as [| | | |blocks| |]; try destruct R.
      destruct (same_set (everything c) (concat blocks)) eqn:E; [|destruct R]. assert (E' := same_set_iff _ _ E).
      assert (B := mu_structures _ I' region R). split.
      * intros F H. apply B. intros u v K. apply H. intros w J. apply K, E', J.
      * intros w J. apply E'. apply in_concat. exists region. auto.
  - destruct A as [A R']. apply (region_invariant region A R' T'). apply (licensed_on s); auto.
Qed.
End Licensed.

(** Some goal has positive weight, so its constants are those of almost all goals. *)
Lemma constants_known : forall c mu, in_class c mu ->
  exists u0, forall w, (outcomes c <= w)%nat -> almost_surely mu (fun u => u w == u0 w).
Proof.
  intros c mu [P [C _]].
  destruct (as_inhabited mu (fun u0 => forall w, (outcomes c <= w)%nat -> almost_surely mu (fun u => u w == u0 w)) P) as [u0 H].
  - intros q u0 I Pq w L q' u I' P'. destruct (C w L) as [x X]. rewrite (X q u0 I Pq), (X q' u I' P'). reflexivity.
  - exists u0. exact H.
Qed.

(** What is licensed leaves every law of the class unchanged. *)
Theorem licensed_invariant : forall c g mu, claim_fine c = true -> generator_fine c g = true -> licensed c g = true ->
  in_class c mu -> invariant same_goal mu (act g).
Proof.
  intros c g mu Fine G L M. destruct (constants_known c mu M) as [u0 K]. destruct M as [P [_ A]].
  assert (In_structures : forall s, In s (structures c) -> In (Structure s) (assumptions c)).
  { intros s S. apply in_flat_map in S. destruct S as [a [S T]]. destruct a; try destruct T as [<-|[]]; try destruct T. exact S. }
  apply (licensed_unchanged c mu P u0 K); auto.
  - intros s S. apply (A _ (In_structures s S)).
  - intros s S. unfold claim_fine in Fine. apply andb_true_iff in Fine. destruct Fine as [_ Fine].
    rewrite forallb_forall in Fine. apply (Fine _ (In_structures s S)).
Qed.
