(** The main theorem on certificates of kind [chambers]: what [check_chambers] accepts is true of every finitely supported law of the
    class. The law is unchanged by all relabellings inside blocks; a goal and its sorted image have the same relabellings. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Permutation Setoid.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Exchanges Reading Licence Checker Soundness.
From Decision Require Import Arrange Chambers Comparisons Cones Counting.
Import ListNotations.
Open Scope Q_scope.

(** *** Relabellings as maps of coordinates *)

Lemma combine_app : forall {A B} (l l' : list A) (r r' : list B), length l = length r ->
  combine (l ++ l') (r ++ r') = combine l r ++ combine l' r'.
Proof. intros A B l l' r r'. revert r. induction l as [|x l IH]; intros [|y r] H; simpl in *; try discriminate; auto. rewrite IH; auto. Qed.

Lemma same_block : forall (bs cs : list (list nat)), Forall2 (@Permutation nat) bs cs -> forall w x,
  In (w, x) (combine (concat bs) (concat cs)) -> exists b, In b bs /\ In w b /\ In x b.
Proof.
  intros bs cs H. induction H as [|b d bs cs P H IH]; intros w x I; simpl in I; [destruct I|].
  rewrite combine_app in I by apply Permutation_length, P. apply in_app_or in I. destruct I as [I|I].
  - exists b. split; [left; auto|]. split; [apply (in_combine_l _ _ _ _ I)|].
    apply in_combine_r in I. apply (Permutation_in _ (Permutation_sym P) I).
  - destruct (IH w x I) as [b' [J K]]. exists b'. split; [right; auto|exact K].
Qed.

Lemma combine_injective : forall (l r : list nat) v w x, NoDup r -> In (v, x) (combine l r) -> In (w, x) (combine l r) -> v = w.
Proof.
  intros l r v w x N. revert l. induction N as [|y r X N IH]; intros [|a l] I J; simpl in *; try contradiction.
  destruct I as [I|I], J as [J|J].
  - congruence.
  - injection I as -> ->. exfalso. apply X, (in_combine_r _ _ _ _ J).
  - injection J as -> ->. exfalso. apply X, (in_combine_r _ _ _ _ I).
  - apply (IH l); auto.
Qed.

Lemma concat_length : forall {A B} (l : list (list A)) (r : list (list B)), map (@length A) l = map (@length B) r ->
  length (concat l) = length (concat r).
Proof.
  intros A B l. induction l as [|x l IH]; intros [|y r] H; simpl in *; try discriminate; auto. injection H as E H.
  rewrite 2!app_length, E, (IH r H). reflexivity.
Qed.

Lemma insertions_some : forall {A} (x : A) l, insertions x l <> [].
Proof. intros A x [|y l]; discriminate. Qed.

Lemma orders_some : forall {A} (l : list A), orders l <> [].
Proof.
  intros A l. induction l as [|x l IH]; simpl; [discriminate|]. destruct (orders l) as [|z r]; [contradiction|]. simpl.
  assert (N := insertions_some x z). destruct (insertions x z); [contradiction|discriminate].
Qed.

Lemma arrangements_some : forall {A} (bs : list (list A)), arrangements bs <> [].
Proof.
  intros A bs. induction bs as [|b bs IH]; simpl; [discriminate|]. assert (N := orders_some b).
  destruct (orders b) as [|z r]; [contradiction|]. simpl. destruct (arrangements bs); [contradiction|discriminate].
Qed.

Section Main.
Variable c : claim.
Variable gs : list (list image).
Hypothesis fine : claim_fine c = true.
Hypothesis gs_fine : forallb (generator_fine c) gs = true.
Variable mu : law utility.
Hypothesis mu_class : in_class (relaxed c gs) mu.
Notation pats := (patterns (expressions c) []).

Lemma generators_fine : forall g, In g (generators c ++ gs) -> generator_fine c g = true.
Proof.
  intros g I. apply in_app_or in I. destruct I as [I|I].
  - apply in_flat_map in I. destruct I as [a [J I]]. assert (F := fine). unfold claim_fine in F. parts F.
    rewrite forallb_forall in F0. specialize (F0 a J). destruct a; try destruct I. simpl in F0. rewrite forallb_forall in F0. auto.
  - rewrite forallb_forall in gs_fine. auto.
Qed.

(** *** Outcomes that may be exchanged *)

Definition linked (a b : nat) : Prop := forall F, compatible same_goal F ->
  Ex mu (fun u => F (fun w => u (exchange a b w))) == Ex mu F.

Lemma linked_refl : forall a, linked a a.
Proof. intros a F H. apply Ex_ext. intros u. apply H. intros w. rewrite exchange_self. reflexivity. Qed.

Lemma linked_sym : forall a b, linked a b -> linked b a.
Proof.
  intros a b L F H. rewrite <- (L F H). apply Ex_ext. intros u. apply H. intros w. unfold exchange.
  destruct (Nat.eqb_spec w a), (Nat.eqb_spec w b); subst; reflexivity.
Qed.

Lemma linked_trans : forall a b d, linked a b -> linked b d -> linked a d.
Proof.
  intros a b d L M F H. destruct (Nat.eq_dec a d) as [->|Ad]. { apply linked_refl, H. }
  destruct (Nat.eq_dec a b) as [->|Ab]. { apply M, H. } destruct (Nat.eq_dec b d) as [->|Bd]. { apply L, H. }
  assert (C : forall (f : nat -> nat) (F : utility -> Q), compatible same_goal F -> compatible same_goal (fun u => F (fun w => u (f w)))).
  { intros f G HG u v E. apply HG. intros w. apply E. }
  assert (Hb := C (exchange a b) F H). assert (Hd := C (exchange b d) _ Hb).
  rewrite <- (L F H), <- (M _ Hb), <- (L _ Hd). apply Ex_ext. intros u. apply H. intros w.
  unfold exchange. apply Nat.eqb_neq in Ad, Ab, Bd. assert (Ba := Ab). assert (Db := Bd). rewrite Nat.eqb_sym in Ba, Db.
  assert (Da := Ad). rewrite Nat.eqb_sym in Da.
  destruct (w =? a) eqn:A; [apply Nat.eqb_eq in A; subst|destruct (w =? b) eqn:B; [apply Nat.eqb_eq in B; subst|destruct (w =? d) eqn:D]];
    repeat (rewrite ?Nat.eqb_refl, ?Ad, ?Ab, ?Bd, ?Ba, ?Db, ?Da, ?A, ?B, ?D; cbv iota); reflexivity.
Qed.

Lemma exchanged_linked : forall g a b, In g (generators c ++ gs) -> exchanged g = Some (a, b) ->
  linked a b /\ (a < size c)%nat /\ (b < size c)%nat.
Proof.
  intros g a b I H. assert (Fg := generators_fine g I). destruct (all_generators c gs fine gs_fine mu mu_class g I) as [_ Inv].
  destruct g as [|m [|m' [|m'' g]]]; try discriminate. simpl in H.
  destruct (unflipped [m; m'] && negb (target m =? source m)) eqn:E; simpl in E; rewrite E in H; try discriminate.
  injection H as <- <-. rewrite andb_true_r in E. apply andb_true_iff in E. destruct E as [U D].
  apply andb_true_iff in U. destruct U as [U U']. apply negb_true_iff in U, U', D. apply Nat.eqb_neq in D.
  assert (O := g_outcomes c [m; m'] Fg). assert (Om := O m (or_introl eq_refl)).
  destruct (g_permutes c [m; m'] Fg) as [T [S P]]. simpl in T, S, P.
  assert (P1 := P (source m) (or_introl eq_refl)). assert (P2 := P (source m') (or_intror (or_introl eq_refl))).
  simpl in P1, P2. destruct P1 as [P1|[P1|[]]]; [congruence|].
  assert (N : source m <> source m') by (inversion S as [|? ? X _]; subst; intros E; apply X; left; auto).
  destruct P2 as [P2|[P2|[]]]; [|congruence]. split; [|unfold size; lia].
  intros F H. rewrite <- (Inv F H). apply Ex_ext. intros u. apply H. intros w. unfold act, exchange. simpl.
  rewrite (Nat.eqb_sym w (target m)), (Nat.eqb_sym w (source m)). rewrite <- P1 at 2.
  destruct (Nat.eqb_spec (target m) w) as [<-|]; [rewrite U; reflexivity|].
  destruct (Nat.eqb_spec (target m') w) as [<-|]; [rewrite U', <- P2; reflexivity|]. reflexivity.
Qed.

Definition labelled (ls : list nat) : Prop := length ls = size c /\
  forall v w, (v < size c)%nat -> (w < size c)%nat -> nth v ls v = nth w ls w -> linked v w.

Lemma join_labelled : forall ls g, In g (generators c ++ gs) -> labelled ls -> labelled (join ls g).
Proof.
  intros ls g I [L H]. unfold join. destruct (exchanged g) as [[a b]|] eqn:E; [|split; auto].
  destruct (exchanged_linked g a b I E) as [Lab [La Lb]]. split. { rewrite map_length. exact L. }
  set (p := nth a ls a). set (q := nth b ls b).
  set (f := fun l => if l =? Nat.max p q then Nat.min p q else l).
  assert (N : forall v, (v < size c)%nat -> nth v (map f ls) v = f (nth v ls v)).
  { intros v Lv. rewrite (nth_indep _ v (f v)) by (rewrite map_length; lia). apply map_nth. }
  assert (Near : forall v, (v < size c)%nat -> nth v ls v = p \/ nth v ls v = q -> linked v a).
  { intros v Lv [K|K]. apply H; auto. apply (linked_trans v b); [apply H; auto|apply linked_sym, Lab]. }
  intros v w Lv Lw Eq. rewrite 2!N in Eq by assumption. unfold f in Eq.
  destruct (Nat.eqb_spec (nth v ls v) (Nat.max p q)) as [Ev|Nv], (Nat.eqb_spec (nth w ls w) (Nat.max p q)) as [Ew|Nw].
  - apply H; congruence.
  - apply (linked_trans v a); [apply Near; auto; lia|apply linked_sym, Near; auto; lia].
  - apply (linked_trans v a); [apply Near; auto; lia|apply linked_sym, Near; auto; lia].
  - apply H; auto.
Qed.

Lemma labels_labelled : labelled (labels c (generators c ++ gs)).
Proof.
  unfold labels. assert (H : forall l ls, incl l (generators c ++ gs) -> labelled ls -> labelled (fold_left join l ls)).
  { induction l as [|g l IH]; intros ls I H; simpl; auto. apply IH. intros x J. apply I. right. exact J.
    apply join_labelled; auto. apply I. left. reflexivity. }
  apply H. apply incl_refl. split. apply seq_length. intros v w Lv Lw E. rewrite 2!seq_nth in E by assumption.
  simpl in E. subst. apply linked_refl.
Qed.

Variable forms : list form.
Notation bs := (blocks c (generators c ++ gs) forms).
Notation coords := (concat bs).
Hypothesis coords_distinct : NoDup coords.
Hypothesis forms_whole : forallb (form_whole coords) forms = true.

Lemma block_linked : forall b, In b bs -> b <> [] /\ forall v w, In v b -> In w b -> linked v w.
Proof.
  intros b I. unfold blocks in I. apply filter_In in I. destruct I as [I E]. split. { intros ->. discriminate. }
  apply in_map_iff in I. destruct I as [l [<- _]]. intros v w Iv Iw. apply filter_In in Iv, Iw.
  destruct Iv as [Iv Ev], Iw as [Iw Ew]. apply in_seq in Iv, Iw. apply Nat.eqb_eq in Ev, Ew.
  apply labels_labelled; lia || congruence.
Qed.

Definition relabelled (q : list nat) (u : utility) : utility := fun w => u (source_of coords q w).

Lemma relabelled_invariant : forall q, In q (arrangements bs) -> invariant same_goal mu (relabelled q).
Proof.
  intros q I F H. destruct (arrangements_orders bs q I) as [cs [P ->]].
  assert (O : Permutation coords (concat cs)) by apply (arrangements_order bs _ I).
  assert (Len : length (concat cs) = length coords) by (symmetry; apply Permutation_length, O).
  assert (Inside : forall w, In w coords -> In (w, source_of coords (concat cs) w) (combine coords (concat cs))).
  { intros w J. apply lookup_inside; auto. }
  assert (Outside : forall w, ~ In w coords -> source_of coords (concat cs) w = w) by (intros w N; apply lookup_outside, N).
  apply (exchanges_suffice mu (compatible same_goal) (fun F H => H) linked linked_sym linked_trans) with (ws := coords); auto.
  - intros f G _ HG u v E. apply HG. intros w. apply E.
  - intros v w E. destruct (in_dec Nat.eq_dec v coords) as [Jv|Jv], (in_dec Nat.eq_dec w coords) as [Jw|Jw].
    + apply (combine_injective coords (concat cs) v w (source_of coords (concat cs) v)).
      * apply (Permutation_NoDup O coords_distinct).
      * apply Inside, Jv.
      * rewrite E. apply Inside, Jw.
    + exfalso. apply Jw. rewrite <- (Outside w Jw), <- E. apply (Permutation_in _ (Permutation_sym O)).
      apply (in_combine_r _ _ _ _ (Inside v Jv)).
    + exfalso. apply Jv. rewrite <- (Outside v Jv), E. apply (Permutation_in _ (Permutation_sym O)).
      apply (in_combine_r _ _ _ _ (Inside w Jw)).
    + rewrite <- (Outside v Jv), <- (Outside w Jw). exact E.
  - intros w. destruct (in_dec Nat.eq_dec w coords) as [J|J].
    + destruct (same_block bs cs P w _ (Inside w J)) as [b [Ib [Iw Ix]]]. apply (block_linked b Ib); auto.
    + rewrite (Outside w J). apply linked_refl.
Qed.

(** *** Forms that are almost surely nonzero *)

Lemma certain_nonzero : forall f, affine f = true -> certain c f = true -> forall q, In q (arrangements bs) ->
  almost_surely mu (fun u => ~ eval (coordinates (relabelled q u)) f == 0).
Proof.
  intros f A C q I. unfold certain in C. apply existsb_exists in C. destruct C as [a [J C]]. destruct a as [| |ps| | |]; try discriminate.
  apply existsb_exists in C. destruct C as [[i j] [K C]]. simpl in C.
  assert (T : almost_surely mu (fun u => negb (Qeq_bool (Claims.value c i u) (Claims.value c j u)) = true)).
  { intros p u Iu P. apply negb_true_iff, not_true_is_false. intros E. apply Qeq_bool_iff in E.
    apply (mu_satisfies c gs mu mu_class _ J eq_refl i j K p u Iu P E). }
  apply (as_moved same_goal mu (relabelled q)) in T.
  - intros p u Iu P. specialize (T p u Iu P). simpl in T. apply negb_true_iff in T.
    rewrite <- (inner_affine c _ f A). apply (proportional_nonzero _ _ _ C). rewrite eval_minus.
    assert (F := fine). unfold claim_fine in F. parts F. rewrite forallb_forall in F0. specialize (F0 _ J). simpl in F0.
    rewrite forallb_forall in F0. specialize (F0 _ K). simpl in F0. do 2 (apply andb_true_iff in F0; destruct F0 as [F0 _]).
    apply andb_true_iff in F0. destruct F0 as [Fi Fj]. apply Nat.ltb_lt in Fi, Fj. rewrite 2!patterns_eval by (auto using fine_ordered). intros Z.
    assert (E : Qeq_bool (Claims.value c i (relabelled q u)) (Claims.value c j (relabelled q u)) = true) by (apply Qeq_bool_iff; lra).
    congruence.
  - apply (mu_prob c gs mu mu_class).
  - apply relabelled_invariant, I.
  - intros v w S. f_equal. apply eq_true_iff_eq. rewrite 2!Qeq_bool_iff, (value_same c i v w S), (value_same c j v w S).
    reflexivity.
Qed.

(** *** A goal and its sorted image *)

Section Goal.
Variable cert_trees : list (list step).
Notation fs := (map (integral_form coords) forms).
Notation known := (map (certain c) forms).
Notation relabellings := (arrangements (positions 0 (map (@length nat) bs))).
Notation shifted := (existsb (fun f => negb (snd f =? 0)%Z) fs).
Notation open_only := (forallb (fun x => match snd x with [] => true | _ => fst x end) (combine known forms)).
Notation start := (roots fs relabellings shifted (map (@length nat) bs)).
Hypothesis trees_length : length cert_trees = length start.
Hypothesis dissected : forallb (fun x => dissect c fs known relabellings shifted open_only (evaluators c forms)
  [map (point fs relabellings) (fst x)] (snd x)) (combine start cert_trees) = true.
Hypothesis thesis_probabilities : exists ks, thesis_events c = Some ks.
Variable u : utility.
Hypothesis u_certain : forall f q, In f forms -> certain c f = true -> In q (arrangements bs) ->
  ~ eval (coordinates (relabelled q u)) f == 0.

Definition image_value (y : list Q) : Q := integrand c (thesis c) (assign coords u y).
Notation xs := (map (map u) bs).
Notation ys := (map sorted xs).

Lemma relabelled_assigned : forall q w, assign coords u (map u q) w = relabelled q u w.
Proof. intros q w. apply (lookup_map u). Qed.

Lemma sizes_same : map (@length Q) ys = map (@length nat) bs.
Proof.
  rewrite 2!map_map. apply map_ext. intros b. rewrite <- (Permutation_length (sorted_order (map u b))). apply map_length.
Qed.

Lemma ys_fine : forall y, In y ys -> y <> [] /\ decreasing y.
Proof.
  intros y I. apply in_map_iff in I. destruct I as [x [<- I]]. apply in_map_iff in I. destruct I as [b [<- I]].
  split; [|apply sorted_decreasing]. intros E. assert (L := Permutation_length (sorted_order (map u b))).
  rewrite E, map_length in L. destruct (block_linked b I) as [N _]. destruct b; [contradiction|discriminate].
Qed.

Lemma sums_same : Qsum (map (fun q => integrand c (thesis c) (relabelled q u)) (arrangements bs)) ==
  Qsum (map (fun p => image_value (pick 0 p (concat ys))) relabellings).
Proof.
  rewrite (Qsum_ext _ (fun q => image_value (map u q))).
  2: { intros q _. apply integrand_same. intros w. rewrite relabelled_assigned. reflexivity. }
  rewrite <- (map_map (map u) image_value), <- (arrangements_map u).
  rewrite (Qsum_permutation _ (map image_value (arrangements ys))).
  - rewrite (arrangements_positions 0 ys), sizes_same, map_map. reflexivity.
  - apply Permutation_map, arrangements_permuted. clear. induction bs as [|b l IH]; simpl; constructor; auto using sorted_order.
Qed.

Lemma sorted_relabelled : forall p, In p relabellings -> exists q, In q (arrangements bs) /\ pick 0 p (concat ys) = map u q.
Proof.
  intros p I. assert (J : In (pick 0 p (concat ys)) (arrangements ys)).
  { rewrite (arrangements_positions 0 ys), sizes_same. apply (in_map (fun p => pick 0 p (concat ys))), I. }
  assert (P : Permutation (arrangements ys) (arrangements xs)).
  { symmetry. apply arrangements_permuted. clear. induction bs as [|b l IH]; simpl; constructor; auto using sorted_order. }
  apply (Permutation_in _ P) in J. rewrite (arrangements_map u) in J. apply in_map_iff in J. destruct J as [q [E J]]. eauto.
Qed.

Lemma form_value : forall n p, (n < length forms)%nat -> In p relabellings ->
  0 < common (nth n forms []) /\ affine (nth n forms []) = true /\
  goal_value ys (nth n fs ([], 0%Z)) p ==
  common (nth n forms []) * eval (coordinates (assign coords u (pick 0 p (concat ys)))) (nth n forms []).
Proof.
  intros n p L I. assert (W := forms_whole). rewrite forallb_forall in W. specialize (W _ (nth_In forms [] L)).
  rewrite (nth_indep fs ([], 0%Z) (integral_form coords [])) by (rewrite map_length; exact L). rewrite map_nth.
  destruct (whole_eval coords (assign coords u (pick 0 p (concat ys))) (nth n forms []) coords_distinct W) as [P [A E]].
  rewrite assign_values in E; auto. destruct (sorted_relabelled p I) as [q [J ->]]. rewrite map_length.
  symmetry. apply Permutation_length, (arrangements_order bs q J).
Qed.

Lemma thesis_value : forall p, thesis_at c (fun p k => holds c k (assign coords u (pick 0 p (concat ys)))) p ==
  image_value (pick 0 p (concat ys)).
Proof.
  intros p. unfold thesis_at, image_value, integrand. apply Qplus_comp; [|reflexivity]. apply Qsum_ext. intros [q t] I. simpl.
  destruct thesis_probabilities as [ks K]. unfold thesis_events in K. revert ks K. induction (terms (thesis c)) as [|a l IH]; [destruct I|].
  intros ks K. simpl in K. destruct I as [->|I].
  - simpl in K. destruct t; try discriminate. reflexivity.
  - destruct (snd a); try discriminate. destruct (fold_right _ _ l) as [r|] eqn:R; try discriminate. apply (IH I r eq_refl).
Qed.

Lemma goal_good : related (rel (thesis c)) (Qsum (map (fun q => integrand c (thesis c) (relabelled q u)) (arrangements bs))).
Proof.
  assert (Unshifted : shifted = false -> forall f, In f fs -> snd f = 0%Z).
  { intros S f I. apply not_true_iff_false in S. destruct (Z.eqb_spec (snd f) 0) as [E|E]; auto. exfalso. apply S.
    apply existsb_exists. exists f. split; auto. apply negb_true_iff, Z.eqb_neq, E. }
  destruct (roots_cover fs relabellings shifted Unshifted ys ys_fine) as [root [I C]]. rewrite sizes_same in I.
  destruct (In_nth _ _ [] I) as [m [L E]].
  assert (J : In (root, nth m cert_trees []) (combine start cert_trees)).
  { rewrite <- E, <- combine_nth by (symmetry; exact trees_length). apply nth_In. rewrite combine_length, trees_length. lia. }
  assert (D := dissected). rewrite forallb_forall in D. specialize (D _ J). simpl in D.
  set (truth := fun p k => holds c k (assign coords u (pick 0 p (concat ys)))).
  assert (G : good c relabellings truth).
  { apply (dissect_good c fs known relabellings shifted open_only (evaluators c forms) (goal_value ys) truth) with
      (steps := nth m cert_trees []) (cones := [map (point fs relabellings) root]) (rays := root); auto.
    - intros n p P K Z. assert (Ln : (n < length forms)%nat).
      { destruct (Nat.lt_ge_cases n (length forms)); auto. rewrite nth_overflow in K by (rewrite map_length; assumption). discriminate. }
      destruct (form_value n p Ln P) as [Pc [A V]]. rewrite (nth_indep _ false (certain c [])) in K by (rewrite map_length; exact Ln).
      rewrite map_nth in K. destruct (sorted_relabelled p P) as [q [Q Eq]].
      apply (u_certain (nth n forms []) q (nth_In forms [] Ln) K Q). rewrite V in Z. rewrite Eq in Z.
      assert (Z' : eval (coordinates (assign coords u (map u q))) (nth n forms []) == 0) by nra.
      rewrite <- Z'. apply eval_ext. intros [[[|i] [|w]] x] _; simpl; try reflexivity. rewrite relabelled_assigned. reflexivity.
    - rewrite 2!map_length. reflexivity.
    - intros O n Ln. rewrite map_length in Ln. rewrite forallb_forall in O.
      assert (K : In (certain c (nth n forms []), nth n forms []) (combine known forms)).
      { assert (Ec : nth n (combine known forms) (certain c [], []) = (certain c (nth n forms []), nth n forms [])).
        { rewrite combine_nth by apply map_length. f_equal. apply map_nth. }
        rewrite <- Ec. apply nth_In. rewrite combine_length, map_length. lia. }
      specialize (O _ K). simpl in O. rewrite (nth_indep known false (certain c [])) by (rewrite map_length; exact Ln). rewrite map_nth.
      destruct (nth n forms []) as [|a f] eqn:F; [|left; exact O]. right. intros p r.
      rewrite (nth_indep fs ([], 0%Z) (integral_form coords [])) by (rewrite map_length; exact Ln). rewrite map_nth, F.
      unfold value_at, integral_form. simpl. clear. generalize (pick 0%Z p (fst r)). induction coords as [|w l IH]; intros [|x y]; simpl; auto.
    - intros p s k P Ls Ds. rewrite map_length in Ls. unfold truth.
      apply (evaluators_right c (fine_ordered c fine) (fine_nodes c fine) (assign coords u (pick 0 p (concat ys))) forms s); auto.
      intros n Ln. destruct (form_value n p Ln P) as [Pc [A V]].
      apply (describes_scaled _ (common (nth n forms [])) (goal_value ys (nth n fs ([], 0%Z)) p)); auto.
      + rewrite (inner_affine c _ _ A). exact V.
      + apply Ds. rewrite map_length. exact Ln.
    - left. reflexivity. }
  unfold good in G. assert (S : Qsum (map (thesis_at c truth) relabellings) ==
    Qsum (map (fun q => integrand c (thesis c) (relabelled q u)) (arrangements bs))).
  { rewrite sums_same. apply Qsum_ext. intros p _. apply thesis_value. }
  destruct (rel (thesis c)); simpl in *; rewrite <- S; exact G.
Qed.
End Goal.

Lemma average : forall h, compatible same_goal h ->
  Ex mu (fun u => Qsum (map (fun q => h (relabelled q u)) (arrangements bs))) == count_of (arrangements bs) * Ex mu h.
Proof.
  intros h H. rewrite (Ex_sum mu (fun q u => h (relabelled q u))). rewrite (Qsum_ext _ (fun _ => Ex mu h)).
  - apply Qsum_const.
  - intros q I. apply (relabelled_invariant q I h H).
Qed.
End Main.

(** What the checker accepts is true, even if the law has no more of the structures than the generators that were named. *)
Theorem check_chambers_sound_relaxed : forall c cert, check_chambers c cert = true -> true_of_all (relaxed c (licences cert)).
Proof.
  intros c cert H mu M. unfold check_chambers in H. apply andb_parts in H. destruct H as [H K]. parts H. rename H into Fine.
  destruct (compared_forms c) as [forms|] eqn:C; try discriminate. cbv zeta in K. parts K.
  assert (N := distinct_NoDup _ K). apply Nat.eqb_eq in K1. change (satisfies c mu (thesis c)).
  assert (Th : exists ks, thesis_events c = Some ks).
  { unfold compared_forms in C. destruct (thesis_events c) as [ks|]; [eauto|discriminate]. }
  set (bs := blocks c (generators c ++ licences cert) forms) in *.
  set (all := fun u => Qsum (map (fun q => integrand c (thesis c) (relabelled c (licences cert) forms q u)) (arrangements bs))).
  assert (B : almost_surely mu (fun u => related (rel (thesis c)) (all u))).
  { intros x u I P. apply (goal_good c (licences cert) Fine H1 mu M forms N K2 (trees cert) K1 K0 Th u).
    intros f q F Cf Q. assert (A : affine f = true); [|apply (certain_nonzero c (licences cert) Fine H1 mu M forms N f A Cf q Q x u I P)].
    rewrite forallb_forall in K2. specialize (K2 f F). unfold form_whole in K2. do 4 (apply andb_parts in K2; destruct K2 as [K2 _]). exact K2. }
  assert (E := average c (licences cert) Fine H1 mu M forms N (integrand c (thesis c)) (integrand_same c (thesis c))).
  fold bs in E. fold all in E.
  assert (L : 0 < count_of (arrangements bs)) by apply count_pos, arrangements_some.
  assert (Pm := mu_prob c (licences cert) mu M). unfold satisfies. destruct (rel (thesis c)) eqn:R; simpl in *.
  - assert (0 <= Ex mu all) by (apply Ex_nonneg; [apply Pm|exact B]). rewrite E in H. nra.
  - assert (0 < Ex mu all) by (apply Ex_positive; [apply Pm|exact B]). rewrite E in H. nra.
  - exfalso. apply (fine_relation c Fine R).
Qed.

(** What the checker accepts is true. *)
Theorem check_chambers_sound : forall c cert, check_chambers c cert = true -> true_of_all c.
Proof.
  intros c cert H mu M. assert (K := H). unfold check_chambers in H. apply andb_parts in H. destruct H as [H _]. parts H.
  apply (check_chambers_sound_relaxed c cert K). apply class_relaxed; auto.
Qed.
