(** The main theorem: a certificate that [check] accepts proves its claim, for all finitely supported laws of the class. What it
    shows is more: of structures, only the invariances that the certificate names are used. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Reading Licence Checker.
Import ListNotations.
Open Scope Q_scope.

Lemma andb_parts : forall a b, a && b = true -> a = true /\ b = true.
Proof. intros a b H. apply andb_true_iff, H. Qed.

Ltac parts H := repeat match type of H with _ && _ = true => let K := fresh H in apply andb_parts in H; destruct H as [H K] end.

Section Fine.
Variable c : claim.
Hypothesis fine : claim_fine c = true.

Lemma fine_ordered : ordered references 0 (expressions c) = true.
Proof. assert (H := fine). unfold claim_fine in H. parts H. assumption. Qed.

Lemma fine_events : ordered event_references 0 (events c) = true.
Proof. assert (H := fine). unfold claim_fine in H. parts H. assumption. Qed.

Lemma fine_nodes : forall i e, nth_error (expressions c) i = Some e ->
  match e with Max args => args <> [] | Pick b p _ => length b = length p | _ => True end.
Proof.
  intros i e E. assert (H := fine). unfold claim_fine in H. parts H. clear - E H5. rename H5 into H.
  apply nth_error_In in E. rewrite forallb_forall in H. specialize (H e E).
  destruct e; simpl in H; auto; parts H.
  - destruct args; discriminate.
  - apply Nat.eqb_eq. assumption.
Qed.

Lemma fine_relation : rel (thesis c) <> REq.
Proof. assert (H := fine). unfold claim_fine in H. parts H. destruct (rel (thesis c)); discriminate. Qed.

Lemma fine_generators : forallb (invertible (size c)) (generators c) = true.
Proof.
  assert (H := fine). unfold claim_fine in H. parts H. rename H0 into K. clear - K.
  apply forallb_forall. intros g I. apply in_flat_map in I. destruct I as [a [J I]].
  rewrite forallb_forall in K. specialize (K a J). destruct a as [gs| | | | |]; try destruct I.
  simpl in K. rewrite forallb_forall in K. specialize (K g I). unfold generator_fine in K. parts K. assumption.
Qed.

End Fine.

Lemma read_words_each : forall n gs l els, read_words n gs l = Some els ->
  Forall (fun el => exists w, read_word n gs w = Some el) els.
Proof.
  intros n gs l. induction l as [|w l IH]; intros els H; simpl in H.
  - injection H as <-. constructor.
  - destruct (read_word n gs w) as [el|] eqn:E; try discriminate. destruct (read_words n gs l) as [r|]; try discriminate.
    injection H as <-. constructor; eauto.
Qed.

(** The same claim with the invariance under some generators in place of the structures. *)
Definition no_structure (a : assumption) : bool := match a with Structure _ => false | _ => true end.

Definition relaxed (c : claim) (gs : list (list image)) : claim :=
  {| outcomes := outcomes c; constants := constants c; expressions := expressions c; events := events c;
     thesis := thesis c; assumptions := Invariant gs :: filter no_structure (assumptions c) |}.

Section Main.
Variable c : claim.
Variable gs : list (list image).
Variable els : list element.
Hypothesis fine : claim_fine c = true.
Hypothesis gs_fine : forallb (generator_fine c) gs = true.
Hypothesis els_words : Forall (fun el => exists w, read_word (size c) (generators c ++ gs) w = Some el) els.
Hypothesis els_affine : affine_elements els = true.
Variable mu : law utility.
Hypothesis mu_class : in_class (relaxed c gs) mu.

Notation pats := (patterns (expressions c) []).
Notation element_at := (element_at els).
Notation regular := (regular c els).

Lemma mu_prob : prob mu.
Proof. apply mu_class. Qed.

Lemma mu_satisfies : forall a, In a (assumptions c) -> no_structure a = true -> satisfies_assumption c mu a.
Proof.
  intros a I N. assert (S := proj2 (proj2 mu_class) a). destruct a; apply S; right; apply filter_In; auto.
Qed.

Lemma all_generators : forall g, In g (generators c ++ gs) -> invertible (size c) g = true /\ invariant same_goal mu (act g).
Proof.
  intros g I. apply in_app_or in I. destruct I as [I|I].
  - split. { assert (F := fine_generators c fine). rewrite forallb_forall in F. apply F, I. }
    apply in_flat_map in I. destruct I as [a [J I]]. destruct a; try destruct I. apply (mu_satisfies _ J eq_refl g I).
  - split; [|apply (proj2 (proj2 mu_class) (Invariant gs) (or_introl eq_refl) g I)].
    rewrite forallb_forall in gs_fine. assert (F := gs_fine g I). unfold generator_fine in F. parts F. assumption.
Qed.

Lemma element_invariant : forall e, invariant same_goal mu (element_at e).
Proof.
  intros e. unfold Farkas.element_at. destruct (nth_in_or_default e els []) as [I| ->].
  - rewrite Forall_forall in els_words. destruct (els_words _ I) as [w W].
    apply (read_word_invariant (size c) (generators c ++ gs) mu) with (word := w); auto.
    apply forallb_forall. all: intros g G; apply (all_generators g G).
  - apply (invariant_ext same_goal mu (fun u => u)).
    + intros u w. unfold moved, coordinate_form. destruct w; simpl; rewrite eval_single; simpl; ring.
    + intros f _. reflexivity.
Qed.

Lemma mu_regular : almost_surely mu regular.
Proof.
  intros q u I P. split.
  - intros a ps n i j e A N.
    assert (T : almost_surely mu (fun u => negb (Qeq_bool (value c i u) (value c j u)) = true)).
    { intros q' u' I' P'. apply negb_true_iff, not_true_is_false. intros E. apply Qeq_bool_iff in E.
      apply (mu_satisfies _ (nth_error_In _ _ A) eq_refl i j (nth_error_In _ _ N) q' u' I' P' E). }
    apply (as_moved same_goal mu (element_at e)) in T; auto using mu_prob, element_invariant.
    + specialize (T q u I P). intros E. apply Qeq_bool_iff in E. simpl in T. rewrite E in T. discriminate.
    + intros v w S. f_equal. apply eq_true_iff_eq. rewrite 2!Qeq_bool_iff, (value_same c i v w S), (value_same c j v w S).
      reflexivity.
  - intros a k e A. assert (T := mu_satisfies _ (nth_error_In _ _ A) eq_refl). simpl in T.
    apply (as_moved same_goal mu (element_at e) (holds c k)) in T; auto using mu_prob, element_invariant.
    + apply (T q u I P).
    + apply holds_same.
Qed.

Definition moved_functional (f : functional) (e : nat) (u : utility) : Q := integrand c f (element_at e u).

Lemma Ex_moved_functional : forall f e, Ex mu (moved_functional f e) == Ex mu (integrand c f).
Proof. intros f e. apply (element_invariant e (integrand c f)). apply integrand_same. Qed.

(** The multiples of moments have an expectation that is at most zero, and negative if one is strict. *)
Lemma moments_expectation : forall ms is, read_multipliers c els ms = Some is ->
  Ex mu (items_value c els is) <= 0 /\ (existsb strict_item is = true -> Ex mu (items_value c els is) < 0).
Proof.
  intros ms. induction ms as [|[[q a] e] ms IH]; intros is H; simpl in H.
  - injection H as <-. split; [|discriminate]. unfold items_value. simpl. rewrite Ex_zero. lra.
  - destruct (nth_error (assumptions c) a) as [[| | |f| |]|] eqn:A; try discriminate.
    destruct (read_multipliers c els ms) as [r|]; try discriminate.
    destruct (is_element els e && _) eqn:G; try discriminate. injection H as <-.
    apply andb_parts in G. destruct G as [_ G]. destruct (IH r eq_refl) as [IH1 IH2].
    assert (S := mu_satisfies _ (nth_error_In _ _ A) eq_refl). simpl in S. unfold satisfies in S.
    assert (E : Ex mu (items_value c els ((- q, f, e) :: r)) == - q * Ex mu (integrand c f) + Ex mu (items_value c els r)).
    { rewrite <- (Ex_moved_functional f e), <- Ex_scale, <- Ex_plus. apply Ex_ext. intros u.
      unfold items_value. simpl. reflexivity. }
    rewrite E. simpl. destruct (rel f); simpl in S.
    + apply positive_iff in G. split. nra. intros X. specialize (IH2 X). nra.
    + apply positive_iff in G. split. nra. intros _. nra.
    + rewrite S. split. lra. intros X. specialize (IH2 X). lra.
Qed.

Lemma total_nonneg : forall ws, weights_fine els ws = true -> 0 <= total ws /\ (nonempty ws = true -> 0 < total ws).
Proof.
  intros ws H. unfold total. induction ws as [|[q e] ws IH]; simpl in *. { split; [lra|discriminate]. }
  apply andb_parts in H. destruct H as [P H]. apply andb_parts in P. destruct P as [P _]. apply positive_iff in P.
  destruct (IH H). split; [|intros _]; simpl in *; lra.
Qed.

Lemma plain_regions_fine : forall ws t, plain t = true -> regions_fine els ws t = true.
Proof. intros ws t H. destruct t; simpl in *; auto. rewrite H. reflexivity. rewrite H. reflexivity. discriminate. Qed.

Definition level_value (moments : list item) (l : level) (u : utility) : Q :=
  items_value c els (phi c moments (region c els (weights l) (body l) u)) u.

Lemma items_value_phi : forall moments ws u,
  items_value c els (phi c moments ws) u ==
  weighted_by els (integrand c (thesis c)) ws u + items_value c els moments u.
Proof.
  intros moments ws u. unfold items_value, phi, thesis_items, weighted_by.
  rewrite map_app, Qsum_app, map_map. reflexivity.
Qed.

Lemma level_expectation : forall moments l, regions_fine els (weights l) (body l) = true ->
  Ex mu (level_value moments l) == total (weights l) * Ex mu (integrand c (thesis c)) + Ex mu (items_value c els moments).
Proof.
  intros moments l H. unfold level_value.
  rewrite (Ex_ext mu _ (fun u => weighted_by els (integrand c (thesis c)) (region c els (weights l) (body l) u) u +
                                 items_value c els moments u)) by (intros; apply items_value_phi).
  rewrite Ex_plus, (region_total c els els_affine mu element_invariant _ (integrand_same c (thesis c)) _ _ H).
  reflexivity.
Qed.

Definition vanishing (earlier : list (list item)) : Prop :=
  forall n is, nth_error earlier n = Some is -> almost_surely mu (fun u => items_value c els is u == 0).

Variable prems : list premise.
Hypothesis prems_satisfied : forall u, regular u -> satisfied c els prems u.
Hypothesis thesis_false : ~ satisfies c mu (thesis c).

Lemma thesis_value : Ex mu (integrand c (thesis c)) <= 0 /\
  (rel (thesis c) = RGe -> Ex mu (integrand c (thesis c)) < 0).
Proof.
  assert (R := fine_relation c fine). unfold satisfies in thesis_false.
  destruct (rel (thesis c)); simpl in thesis_false; try contradiction.
  - split; [|intros _]; destruct (Qlt_le_dec (Ex mu (integrand c (thesis c))) 0) as [L|L]; auto; try contradiction; lra.
  - split; [|discriminate]. destruct (Qlt_le_dec 0 (Ex mu (integrand c (thesis c)))); auto. contradiction.
Qed.

Lemma level_sound : forall earlier only last l is, vanishing earlier ->
  check_level c els pats prems earlier only last l = Some is ->
  last = false /\ (only = false -> almost_surely mu (fun u => items_value c els is u == 0)).
Proof.
  intros earlier only last l is V H. unfold check_level in H.
  destruct (read_multipliers c els (multipliers l)) as [moments|] eqn:M; try discriminate.
  destruct (_ && _) eqn:G in H; try discriminate. injection H as <-.
  parts G. rename G0 into W. rename G1 into P. rename G2 into O. rename G3 into N.
  assert (Fine : regions_fine els (weights l) (body l) = true).
  { apply orb_true_iff in P. destruct P as [P|P]. apply plain_regions_fine, P. parts P. assumption. }
  destruct (moments_expectation _ _ M) as [M1 M2]. destruct (total_nonneg _ G) as [T1 T2].
  destruct thesis_value as [H1 H2]. assert (E := level_expectation moments l Fine).
  set (strict := last && negb (decisive c (weights l) moments)) in *.
  assert (B : almost_surely mu (fun u => 0 <= level_value moments l u /\ (strict = true -> 0 < level_value moments l u))).
  { intros q u I Pq. assert (Ru := mu_regular q u I Pq).
    destruct (walk_sound c els pats (fine_ordered c fine) (fine_events c fine) (fine_nodes c fine) eq_refl els_affine
                moments earlier strict u Ru (body l) prems (weights l) (prems_satisfied u Ru) O W) as [B|[n [e [Ne Pe]]]].
    - exact B.
    - exfalso. generalize (V n e Ne q u I Pq). lra. }
  assert (Nonneg : 0 <= Ex mu (level_value moments l)).
  { apply Ex_nonneg. apply mu_prob. intros q u I Pq. apply (B q u I Pq). }
  assert (Le : Ex mu (level_value moments l) <= 0) by (rewrite E; nra).
  split.
  - destruct last; auto. exfalso. destruct (decisive c (weights l) moments) eqn:D.
    + unfold decisive in D. apply orb_true_iff in D. destruct D as [D|D].
      * specialize (M2 D). rewrite E in Nonneg. nra.
      * parts D. specialize (T2 D). assert (R : rel (thesis c) = RGe) by (destruct (rel (thesis c)); congruence).
        specialize (H2 R). rewrite E in Nonneg. nra.
    + assert (0 < Ex mu (level_value moments l)); [|lra].
      apply Ex_positive. apply mu_prob. intros q u I Pq. apply (B q u I Pq). reflexivity.
  - intros ->. assert (Pl : plain (body l) = true).
    { apply orb_true_iff in P. destruct P as [P|P]; auto. discriminate. }
    assert (Z := as_zero mu (level_value moments l) (proj1 mu_prob)).
    intros q u I Pq. rewrite <- (Z ltac:(intros q' u' I' P'; apply (B q' u' I' P')) Le q u I Pq).
    unfold level_value. rewrite (plain_region c els (body l) (weights l) u Pl). reflexivity.
Qed.

Lemma levels_sound : forall ls earlier only, vanishing earlier ->
  check_levels c els pats prems earlier only ls = true -> False.
Proof.
  intros ls. induction ls as [|l ls IH]; intros earlier only V H. discriminate.
  simpl in H. destruct ls as [|l' ls].
  - destruct (check_level c els pats prems earlier only true l) as [is|] eqn:E; try discriminate.
    destruct (level_sound earlier only true l is V E). discriminate.
  - destruct (check_level c els pats prems earlier false false l) as [is|] eqn:E; try discriminate.
    destruct (level_sound earlier false false l is V E) as [_ Z]. specialize (Z eq_refl).
    apply (IH (earlier ++ [is]) false); auto. intros n e Ne.
    destruct (Nat.lt_ge_cases n (length earlier)) as [L|L].
    + rewrite nth_error_app1 in Ne by exact L. apply (V n e Ne).
    + rewrite nth_error_app2 in Ne by exact L. destruct (n - length earlier)%nat as [|m]; simpl in Ne.
      * injection Ne as <-. exact Z.
      * destruct m; discriminate.
Qed.

End Main.

(** What the checker accepts is true, even if the law has no more of the structures than the generators that were named. *)
Theorem check_sound_relaxed : forall c cert, check c cert = true -> true_of_all (relaxed c (implied cert)).
Proof.
  intros c cert H mu M. unfold check in H. apply andb_parts in H. destruct H as [H K]. parts H. rename H into Fine.
  destruct (read_words (size c) (generators c ++ implied cert) (words cert)) as [els|] eqn:R; try discriminate.
  apply andb_parts in K. destruct K as [A K].
  destruct (support_premises c els _ (premises cert)) as [prems|] eqn:S; try discriminate.
  apply andb_parts in K. destruct K as [_ K]. change (satisfies c mu (thesis c)).
  assert (D : satisfies c mu (thesis c) \/ ~ satisfies c mu (thesis c)).
  { unfold satisfies, related. destruct (rel (thesis c)).
    - destruct (Qlt_le_dec (Ex mu (integrand c (thesis c))) 0); [right|left]; lra.
    - destruct (Qlt_le_dec 0 (Ex mu (integrand c (thesis c)))); [left|right]; lra.
    - destruct (Qeq_dec (Ex mu (integrand c (thesis c))) 0); auto. }
  destruct D as [D|D]; auto. exfalso.
  apply (levels_sound c (implied cert) els Fine H1 (read_words_each _ _ _ _ R) A mu M prems) with (ls := levels cert) (earlier := []) (only := true); auto.
  - intros u Ru. apply (support_premises_satisfied c els _ (fine_ordered c Fine) (fine_events c Fine) eq_refl A u _ _ Ru S).
  - intros n is E. destruct n; discriminate.
Qed.

Lemma class_relaxed : forall c gs mu, claim_fine c = true -> forallb (generator_fine c) gs = true ->
  forallb (licensed c) gs = true -> in_class c mu -> in_class (relaxed c gs) mu.
Proof.
  intros c gs mu Fine G L M. split; [apply M|split; [apply M|]]. intros a [<-|I].
  - intros g J. rewrite forallb_forall in G, L. apply (licensed_invariant c g); auto.
  - apply filter_In in I. destruct I as [I N]. assert (S := proj2 (proj2 M) a I). destruct a; exact S.
Qed.

(** What the checker accepts is true. *)
Theorem check_sound : forall c cert, check c cert = true -> true_of_all c.
Proof.
  intros c cert H mu M. assert (K := H). unfold check in H. apply andb_parts in H. destruct H as [H _]. parts H.
  apply (check_sound_relaxed c cert K). apply class_relaxed; auto.
Qed.
