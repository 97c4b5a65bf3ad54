(** The verified checker of certificates of kind [holds], and its soundness: what it accepts is true of every finitely
    supported law of the class. The functions follow decision/checker/levels.py and reading.py. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Reading Licence.
Import ListNotations.
Open Scope Q_scope.

Record level := { weights : list weight; multipliers : list (Q * nat * nat); body : tree }.

(** Generators that structures imply, words of elements, supports at elements whose conjuncts are premises, levels. *)
Record certificate := {
  implied : list (list image); words : list (list (bool * nat)); premises : list (nat * nat); levels : list level }.

(** *** Weights that change from region to region *)

Section Regions.
Variable c : claim.
Variable els : list element.
Notation ev u := (eval (at_elements c els u)).
Notation element_at := (element_at els).

Definition stable (f : form) (e : nat) : bool := affine f && same_form (at_element els e f) f.

Definition total (ws : list weight) : Q := Qsum (map fst ws).

(** The elements that the weights inside a tree name. *)
Fixpoint needed (t : tree) : list nat :=
  match t with
  | Split _ cases => flat_map (fun x => needed (snd x)) cases
  | Largest _ cases => flat_map needed cases
  | Reweigh ws _ => map snd ws
  | _ => []
  end.

Definition weights_fine (ws : list weight) : bool := forallb (fun w => positive (fst w) && is_element els (snd w)) ws.

(** The forms that bound a region are unchanged by the elements that the weights of the region and of the level name. *)
Fixpoint regions_fine (ws : list weight) (t : tree) : bool :=
  match t with
  | Split f cases =>
      forallb (fun x => plain (snd x)) cases ||
      (forallb (stable (read_raw f)) (map snd ws ++ flat_map (fun x => needed (snd x)) cases) &&
       forallb (fun x => regions_fine ws (snd x)) cases)
  | Largest fs cases =>
      forallb plain cases ||
      (forallb (fun f => forallb (stable (read_raw f)) (map snd ws ++ flat_map needed cases)) fs &&
       forallb (regions_fine ws) cases)
  | Reweigh ws' _ => weights_fine ws' && Qeq_bool (total ws') (total ws)
  | _ => true
  end.

Hypothesis els_affine : affine_elements els = true.
Variable mu : law utility.
Hypothesis mu_invariant : forall e, invariant same_goal mu (element_at e).
Variable h : utility -> Q.
Hypothesis h_compatible : compatible same_goal h.

Definition weighted_by (ws : list weight) (u : utility) : Q :=
  Qsum (map (fun w => fst w * h (element_at (snd w) u)) ws).

Definition kept (B : utility -> bool) (e : nat) : Prop := forall u, B (element_at e u) = B u.
Definition respects (B : utility -> bool) : Prop := forall u u', same_goal u u' -> B u = B u'.

Lemma ev_same : forall f u u', same_goal u u' -> ev u f == ev u' f.
Proof.
  intros f u u' H. apply eval_ext. intros [[[|i] [|w]] q] _; simpl; try reflexivity. apply H.
  - apply value_same, moved_same, H.
  - apply value_same, moved_same, H.
Qed.

Lemma stable_kept : forall f e u, stable f e = true -> ev (element_at e u) f == ev u f.
Proof.
  intros f e u H. unfold stable in H. apply andb_true_iff in H. destruct H as [A S].
  rewrite <- (same_form_eval (at_elements c els u) _ _ S), (eval_at_element c els u e f els_affine).
  rewrite (eval_affine c els _ f A). apply eval_ext. intros [[i w] q] I.
  unfold affine in A. rewrite forallb_forall in A. specialize (A _ I). simpl in A.
  destruct i; try discriminate. destruct w; reflexivity.
Qed.

Lemma weighted_on : forall ws B, respects B -> (forall e, In e (map snd ws) -> kept B e) ->
  Ex mu (fun u => ind (B u) * weighted_by ws u) == total ws * Ex mu (fun u => ind (B u) * h u).
Proof.
  intros ws B R K. unfold weighted_by, total. induction ws as [|[q e] ws IH]; simpl.
  - rewrite (Ex_ext mu _ (fun _ => 0)) by (intros; ring). rewrite Ex_zero. ring.
  - rewrite (Ex_ext mu _ (fun u => q * (ind (B (element_at e u)) * h (element_at e u)) +
      ind (B u) * Qsum (map (fun w => fst w * h (element_at (snd w) u)) ws))).
    + rewrite Ex_plus, Ex_scale, IH by (intros x I; apply K; right; exact I).
      rewrite (mu_invariant e (fun u => ind (B u) * h u)). ring.
      intros u v E. rewrite (R u v E), (h_compatible u v E). reflexivity.
    + intros u. rewrite (K e (or_introl eq_refl) u). ring.
Qed.

(** A case that holds by a condition which the elements leave alone takes its part. *)
Lemma split_on : forall (B K : utility -> bool) F G q,
  Ex mu (fun u => ind (B u && K u) * F u) == q * Ex mu (fun u => ind (B u && K u) * h u) ->
  Ex mu (fun u => ind (B u && negb (K u)) * G u) == q * Ex mu (fun u => ind (B u && negb (K u)) * h u) ->
  Ex mu (fun u => ind (B u) * (if K u then F u else G u)) == q * Ex mu (fun u => ind (B u) * h u).
Proof.
  intros B K F G q E1 E2.
  rewrite (Ex_ext mu _ (fun u => ind (B u && K u) * F u + ind (B u && negb (K u)) * G u)).
  - rewrite Ex_plus, E1, E2, <- Qmult_plus_distr_r, <- Ex_plus. apply Qmult_comp; [reflexivity|].
    apply Ex_ext. intros u. destruct (B u), (K u); simpl; ring.
  - intros u. destruct (B u), (K u); simpl; ring.
Qed.

Lemma order_holds_comp : forall o x y, x == y -> order_holds o x = order_holds o y.
Proof.
  intros o x y E. destruct o; simpl; try (apply above_comp; [exact E || reflexivity | exact E || reflexivity]);
    apply eq_true_iff_eq; rewrite ?Qle_bool_iff, ?Qeq_bool_iff, E; reflexivity.
Qed.

Lemma largest_comp : forall fs f u u', (forall g, In g (f :: fs) -> ev u g == ev u' g) ->
  is_largest c els u fs f = is_largest c els u' fs f.
Proof.
  intros fs f u u' H. unfold is_largest. assert (Hf := H f (or_introl eq_refl)).
  assert (H' : forall g, In g fs -> ev u g == ev u' g) by (intros g I; apply H; right; exact I). clear H.
  induction fs as [|g fs IH]; simpl; auto. rewrite IH by (intros; apply H'; right; auto). f_equal.
  apply eq_true_iff_eq. rewrite 2!Qle_bool_iff, Hf, (H' g (or_introl eq_refl)). reflexivity.
Qed.

Lemma Ex_weights_ext : forall B F G, (forall u, F u = G u) ->
  Ex mu (fun u => ind (B u) * weighted_by (F u) u) == Ex mu (fun u => ind (B u) * weighted_by (G u) u).
Proof. intros B F G E. apply Ex_ext. intros u. rewrite (E u). reflexivity. Qed.

Lemma respects_and : forall B K, respects B -> respects K -> respects (fun u => B u && K u).
Proof. intros B K R S u u' E. rewrite (R u u' E), (S u u' E). reflexivity. Qed.

Lemma respects_not : forall K, respects K -> respects (fun u => negb (K u)).
Proof. intros K S u u' E. rewrite (S u u' E). reflexivity. Qed.

Lemma kept_and : forall B K e, kept B e -> kept K e -> kept (fun u => B u && K u) e.
Proof. intros B K e R S u. rewrite (R u), (S u). reflexivity. Qed.

Lemma kept_not : forall K e, kept K e -> kept (fun u => negb (K u)) e.
Proof. intros K e S u. rewrite (S u). reflexivity. Qed.

Definition fair (ws : list weight) (t : tree) : Prop := regions_fine ws t = true -> forall B, respects B ->
  (forall e, In e (map snd ws ++ needed t) -> kept B e) ->
  Ex mu (fun u => ind (B u) * weighted_by (region c els ws t u) u) == total ws * Ex mu (fun u => ind (B u) * h u).

(** One more case in front of others. *)
Lemma fair_case : forall ws t (K : utility -> bool) rest all B, fair ws t -> regions_fine ws t = true ->
  incl (needed t) all -> respects K -> respects B ->
  (forall e, In e (map snd ws ++ all) -> kept K e /\ kept B e) ->
  (forall B, respects B -> (forall e, In e (map snd ws ++ all) -> kept B e) ->
     Ex mu (fun u => ind (B u) * weighted_by (rest u) u) == total ws * Ex mu (fun u => ind (B u) * h u)) ->
  Ex mu (fun u => ind (B u) * weighted_by (if K u then region c els ws t u else rest u) u) ==
  total ws * Ex mu (fun u => ind (B u) * h u).
Proof.
  intros ws t K rest all B F Fine Incl RK RB Kept Rest.
  rewrite (Ex_ext mu _ (fun u => ind (B u) * (if K u then weighted_by (region c els ws t u) u else weighted_by (rest u) u))).
  2: { intros u. destruct (K u); reflexivity. }
  apply split_on.
  - apply F; auto. apply respects_and; auto. intros e I. assert (J : In e (map snd ws ++ all)).
    { apply in_app_or in I. apply in_or_app. destruct I; auto. }
    destruct (Kept e J). apply kept_and; auto.
  - apply Rest. apply respects_and; auto. apply respects_not, RK. intros e I. destruct (Kept e I).
    apply kept_and; auto. apply kept_not; auto.
Qed.

Lemma region_fair : forall ws t, fair ws t.
Proof.
  intros ws t. induction t as [f cases IH|fs cases IH|ws' t IH|l t|a e facts|facts bound x] using tree_induction;
    intros H B R K.
  4-6: cbn [region]; apply weighted_on; auto; intros e' I; apply K, in_or_app; auto.
  - destruct (plain (Split f cases)) eqn:Pl.
    { rewrite (Ex_weights_ext B _ (fun _ => ws)) by (intros u; apply plain_region; exact Pl).
      apply weighted_on; auto. intros e I. apply K, in_or_app. auto. }
    simpl in H, Pl. rewrite Pl in H. apply andb_true_iff in H. destruct H as [S H]. clear Pl.
    rewrite forallb_forall in S. cbn [needed] in K.
    set (all := flat_map (fun x => needed (snd x)) cases) in *.
    assert (Incl : forall x, In x cases -> incl (needed (snd x)) all).
    { intros x I e J. apply in_flat_map. exists x. auto. }
    clearbody all. cbn [region]. revert B R K.
    induction IH as [|[o t] cs IHt IHcs IHall]; intros B R K.
    + apply weighted_on; auto. intros e I. apply K, in_or_app. auto.
    + simpl in H. apply andb_true_iff in H. destruct H as [H1 H2].
      apply (fair_case ws t (fun u => order_holds o (ev u (read_raw f))) _ all B IHt H1); auto.
      * apply (Incl (o, t)). left. reflexivity.
      * intros u u' E. apply order_holds_comp, ev_same, E.
      * intros e I. split; auto. intros u. apply order_holds_comp, stable_kept, S, I.
      * intros B' R' K'. apply IHall; auto. intros x I. apply Incl. right. exact I.
  - destruct (plain (Largest fs cases)) eqn:Pl.
    { rewrite (Ex_weights_ext B _ (fun _ => ws)) by (intros u; apply plain_region; exact Pl).
      apply weighted_on; auto. intros e I. apply K, in_or_app. auto. }
    simpl in H, Pl. rewrite Pl in H. apply andb_true_iff in H. destruct H as [S H]. clear Pl.
    rewrite forallb_forall in S. cbn [needed] in K. set (all := flat_map needed cases) in *.
    assert (Incl : forall x, In x cases -> incl (needed x) all).
    { intros x I e J. apply in_flat_map. exists x. auto. }
    assert (Forms : forall e g u, In e (map snd ws ++ all) -> In g (map read_raw fs) -> ev (element_at e u) g == ev u g).
    { intros e g u I J. apply in_map_iff in J. destruct J as [x [<- J]]. apply stable_kept.
      specialize (S x J). rewrite forallb_forall in S. apply S, I. }
    clear S. clearbody all. cbn [region]. revert B R K. generalize 0%nat.
    induction IH as [|t cs IHt IHcs IHall]; intros n B R K.
    + apply weighted_on; auto. intros e I. apply K, in_or_app. auto.
    + simpl in H. apply andb_true_iff in H. destruct H as [H1 H2].
      assert (Nth : nth n (map read_raw fs) [] = [] \/ In (nth n (map read_raw fs) []) (map read_raw fs)).
      { destruct (nth_in_or_default n (map read_raw fs) []); auto. }
      apply (fair_case ws t (fun u => is_largest c els u (map read_raw fs) (nth n (map read_raw fs) [])) _ all B IHt H1); auto.
      * apply Incl. left. reflexivity.
      * intros u u' E. apply largest_comp. intros g _. apply ev_same, E.
      * intros e I. split; auto. intros u. apply largest_comp. intros g [<-|J]; [|apply Forms; auto].
        destruct Nth as [->|Nth]; [reflexivity|apply Forms; auto].
      * intros B' R' K'. apply IHall; auto. intros x I. apply Incl. right. exact I.
  - simpl in H. apply andb_true_iff in H. destruct H as [_ E]. apply Qeq_bool_iff in E. cbn [region].
    rewrite weighted_on, E; auto. reflexivity. intros e I. apply K, in_or_app. right. exact I.
Qed.

Lemma region_total : forall ws t, regions_fine ws t = true ->
  Ex mu (fun u => weighted_by (region c els ws t u) u) == total ws * Ex mu h.
Proof.
  intros ws t H. rewrite <- (Ex_ext mu (fun u => ind true * h u) h) by (intros; simpl; ring).
  rewrite <- (region_fair ws t H (fun _ => true)).
  - apply Ex_ext. intros. simpl. ring.
  - intros u v _. reflexivity.
  - intros e _ u. reflexivity.
Qed.

End Regions.

(** *** Levels *)

Section Levels.
Variable c : claim.
Variable els : list element.
Variable pats : list form.
Variable prems : list premise.

Fixpoint read_multipliers (ms : list (Q * nat * nat)) : option (list item) :=
  match ms with
  | [] => Some []
  | (q, a, e) :: r =>
      match nth_error (assumptions c) a, read_multipliers r with
      | Some (Moment f), Some is =>
          if is_element els e && match rel f with REq => nonzero q | _ => positive q end
          then Some ((- q, f, e) :: is) else None
      | _, _ => None
      end
  end.

Definition strict_item (i : item) : bool := let '(_, f, _) := i in match rel f with RGt => true | _ => false end.

Definition decisive (ws : list weight) (moments : list item) : bool :=
  existsb strict_item moments || (nonempty ws && match rel (thesis c) with RGe => true | _ => false end).

(** One level; [only] says that there is no other, [last] that no other follows. *)
Definition check_level (earlier : list (list item)) (only last : bool) (l : level) : option (list item) :=
  match read_multipliers (multipliers l) with
  | None => None
  | Some moments =>
      let ws := weights l in
      let is := phi c moments ws in
      if weights_fine els ws && (nonempty ws || nonempty moments) && once (body l) &&
         (plain (body l) || (only && nonempty ws && regions_fine els ws (body l))) &&
         walk c els pats moments earlier (last && negb (decisive ws moments)) prems
           (collect is) (Qred (total_constant is)) (body l)
      then Some is else None
  end.

Fixpoint check_levels (earlier : list (list item)) (only : bool) (ls : list level) : bool :=
  match ls with
  | [] => false
  | [l] => match check_level earlier only true l with Some _ => true | None => false end
  | l :: r => match check_level earlier false false l with
              | Some is => check_levels (earlier ++ [is]) false r
              | None => false
              end
  end.

End Levels.

Fixpoint read_words (n : nat) (gs : list (list image)) (l : list (list (bool * nat))) : option (list element) :=
  match l with
  | [] => Some []
  | w :: r => match read_word n gs w, read_words n gs r with Some el, Some els => Some (el :: els) | _, _ => None end
  end.

(** The checker: everything that decision/checker demands of a certificate of kind [holds], but the member. *)
Definition check (c : claim) (cert : certificate) : bool :=
  claim_fine c &&
  forallb (generator_fine c) (implied cert) && forallb (licensed c) (implied cert) &&
  match read_words (size c) (generators c ++ implied cert) (words cert) with
  | None => false
  | Some els =>
      let pats := patterns (expressions c) [] in
      affine_elements els &&
      match support_premises c els pats (premises cert) with
      | None => false
      | Some prems =>
          existsb (fun l => nonempty (weights l)) (levels cert) &&
          check_levels c els pats prems [] true (levels cert)
      end
  end.
