(** Case trees: finite covers of the space of goals by regions, each settled by the premises that define it, sound goal by goal.
    The functions follow decision/checker/trees.py. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands.
Import ListNotations.
Open Scope Q_scope.

Inductive order := OGt | OGe | OEq | OLe | OLt.
Notation raw := (list (nat * Q) * Q)%type.
Notation weight := (Q * nat)%type.  (* of an element *)

Inductive tree :=
  | Split (f : raw) (cases : list (order * tree))
  | Largest (fs : list raw) (cases : list tree)
  | Reweigh (ws : list weight) (t : tree)
  | Empty (l : list (nat * Q)) (t : option tie)
  | Unsupported (a e : nat) (facts : list fact)
  | Leaf (facts : list fact) (bound : proof) (excluded : option nat).

Section Induction.
Variable P : tree -> Prop.
Hypothesis HS : forall f cases, Forall (fun x => P (snd x)) cases -> P (Split f cases).
Hypothesis HL : forall fs cases, Forall P cases -> P (Largest fs cases).
Hypothesis HW : forall ws t, P t -> P (Reweigh ws t).
Hypothesis HE : forall l t, P (Empty l t).
Hypothesis HU : forall a e facts, P (Unsupported a e facts).
Hypothesis HB : forall facts bound x, P (Leaf facts bound x).

Fixpoint tree_induction (t : tree) : P t :=
  match t with
  | Split f cases => HS f cases
      ((fix all cs : Forall (fun x => P (snd x)) cs :=
          match cs with [] => Forall_nil _ | (o, t) :: r => Forall_cons (o, t) (tree_induction t) (all r) end) cases)
  | Largest fs cases => HL fs cases
      ((fix all cs : Forall P cs :=
          match cs with [] => Forall_nil P | t :: r => Forall_cons t (tree_induction t) (all r) end) cases)
  | Reweigh ws t => HW ws t (tree_induction t)
  | Empty l t => HE l t
  | Unsupported a e facts => HU a e facts
  | Leaf facts bound x => HB facts bound x
  end.
End Induction.

Section Walking.
Variable c : claim.
Variable els : list element.
Variable pats : list form.
Hypothesis c_ordered : ordered references 0 (expressions c) = true.
Hypothesis events_ordered : ordered event_references 0 (events c) = true.
Hypothesis claim_nodes : forall i e, nth_error (expressions c) i = Some e ->
  match e with Max args => args <> [] | Pick b p _ => length b = length p | _ => True end.
Hypothesis pats_are : pats = patterns (expressions c) [].
Hypothesis els_affine : affine_elements els = true.

Notation ev u := (eval (at_elements c els u)).
Notation element_at := (element_at els).
Notation value_form := (value_form els pats).
Notation margin := (margin els pats).
Notation satisfied := (satisfied c els).
Notation regular := (regular c els).
Notation prove := (prove c els pats).

Notation items_value := (items_value c els).
Notation check_facts := (check_facts c els pats).
Notation truth_table := (truth_table c).
Notation lower := (lower c els pats).
Notation margin_eval := (margin_eval c els pats c_ordered pats_are els_affine).
Notation prove_sound := (prove_sound c els pats c_ordered pats_are els_affine).
Notation truth_table_sound := (truth_table_sound c els pats c_ordered events_ordered claim_nodes pats_are els_affine).
Notation lower_sound := (lower_sound c els pats c_ordered events_ordered claim_nodes pats_are els_affine).

(** *** Trees *)

Definition read_raw (f : raw) : form := read_form (fst f) (snd f).

Definition raw_fine (f : raw) : bool :=
  forallb (fun a => (fst a <? outcomes c + constants c) && negb (Qeq_bool (snd a) 0)) (fst f) && distinct (map fst (fst f)).

Definition order_holds (o : order) (x : Q) : bool :=
  match o with
  | OGt => above x 0 | OGe => Qle_bool 0 x | OEq => Qeq_bool x 0 | OLe => Qle_bool x 0 | OLt => above 0 x
  end.

Definition premise_of (f : form) (o : order) : premise :=
  match o with
  | OGt => (f, RGt) | OGe => (f, RGe) | OEq => (f, REq) | OLe => (scale (-1) f, RGe) | OLt => (scale (-1) f, RGt)
  end.

Definition covering (os : list order) : bool :=
  existsb (fun o => match o with OGt | OGe => true | _ => false end) os &&
  existsb (fun o => match o with OGe | OEq | OLe => true | _ => false end) os &&
  existsb (fun o => match o with OLt | OLe => true | _ => false end) os.

Lemma covering_holds : forall os x, covering os = true -> existsb (fun o => order_holds o x) os = true.
Proof.
  intros os x H. unfold covering in H. apply andb_true_iff in H. destruct H as [H H3].
  apply andb_true_iff in H. destruct H as [H1 H2]. apply existsb_exists in H1. apply existsb_exists in H2.
  apply existsb_exists in H3. destruct H1 as [o1 [I1 H1]], H2 as [o2 [I2 H2]], H3 as [o3 [I3 H3]].
  apply existsb_exists. destruct (Q_dec x 0) as [[L|L]|E].
  - exists o3. split; auto. destruct o3; try discriminate; simpl. apply Qle_bool_iff; lra. apply above_iff; lra.
  - exists o1. split; auto. destruct o1; try discriminate; simpl. apply above_iff; lra. apply Qle_bool_iff; lra.
  - exists o2. split; auto. destruct o2; try discriminate; simpl; [apply Qle_bool_iff|apply Qeq_bool_iff|apply Qle_bool_iff]; lra.
Qed.

Lemma premise_of_related : forall u f o, order_holds o (ev u f) = true ->
  related (snd (premise_of f o)) (ev u (fst (premise_of f o))).
Proof.
  intros u f o H. destruct o; simpl in *; rewrite ?eval_scale;
    [apply above_iff in H|apply Qle_bool_iff in H|apply Qeq_bool_iff in H|apply Qle_bool_iff in H|apply above_iff in H]; lra.
Qed.

(** Premises that say that form number [n] is at least all others. *)
Fixpoint dominates (f : form) (fs : list form) (n : nat) : list premise :=
  match fs with
  | [] => []
  | g :: r => match n with O => map (fun x => (minus f x, RGe)) r | S n => (minus f g, RGe) :: dominates f r n end
  end.

Definition is_largest (u : utility) (fs : list form) (f : form) : bool :=
  forallb (fun g => Qle_bool (ev u g) (ev u f)) fs.

Lemma dominates_related : forall u fs f n, is_largest u fs f = true -> Forall (fun p => related (snd p) (ev u (fst p))) (dominates f fs n).
Proof.
  intros u fs. unfold is_largest. induction fs as [|g fs IH]; intros f n H; simpl. constructor.
  simpl in H. apply andb_true_iff in H. destruct H as [L H]. apply Qle_bool_iff in L. destruct n as [|n].
  - apply Forall_forall. intros p I. apply in_map_iff in I. destruct I as [x [<- I]]. simpl. rewrite eval_minus.
    rewrite forallb_forall in H. specialize (H x I). apply Qle_bool_iff in H. lra.
  - constructor; auto. simpl. rewrite eval_minus. lra.
Qed.

Lemma some_largest : forall u fs, fs <> [] -> exists f, In f fs /\ is_largest u fs f = true.
Proof.
  intros u fs. induction fs as [|f fs IH]; intros N. contradiction. destruct fs as [|g fs].
  - exists f. split. left; reflexivity. unfold is_largest. simpl. rewrite andb_true_r. apply Qle_bool_iff. lra.
  - destruct IH as [m [I M]]. discriminate. unfold is_largest in *. destruct (Qlt_le_dec (ev u m) (ev u f)) as [L|L].
    + exists f. split. left; reflexivity. apply forallb_forall. intros x J. apply Qle_bool_iff. destruct J as [->|J]. lra.
      rewrite forallb_forall in M. specialize (M x J). apply Qle_bool_iff in M. lra.
    + exists m. split. right; exact I. simpl. apply andb_true_iff. split. apply Qle_bool_iff; exact L. exact M.
Qed.

(** The conjuncts of a support that compare linear values, as premises. *)
Definition linear (i : nat) : bool := affine (nth i pats []).

Fixpoint conjuncts (fuel k e : nat) : list premise :=
  match fuel with
  | O => []
  | S fuel =>
      match nth_error (events c) k with
      | Some (AtLeast i j) => if linear i && linear j then [(margin i j e, RGe)] else []
      | Some (Above i j) => if linear i && linear j then [(margin i j e, RGt)] else []
      | Some (All ks) => flat_map (fun k => conjuncts fuel k e) ks
      | _ => []
      end
  end.

Lemma conjuncts_satisfied : forall u e fuel k, holds c k (element_at e u) = true -> satisfied (conjuncts fuel k e) u.
Proof.
  intros u e. induction fuel as [|fuel IH]; intros k H; simpl. constructor.
  destruct (nth_error (events c) k) as [ev0|] eqn:E; [|constructor].
  rewrite (holds_unfold c k ev0 _ events_ordered E) in H.
  destruct ev0 as [i j|i j|ks| |]; try constructor; simpl in H.
  - destruct (linear i && linear j); constructor; [|constructor]. simpl.
    rewrite margin_eval. apply Qle_bool_iff in H. lra.
  - destruct (linear i && linear j); constructor; [|constructor]. simpl.
    rewrite margin_eval. apply above_iff in H. lra.
  - rewrite forallb_forall in H. apply Forall_forall. intros p I. apply in_flat_map in I. destruct I as [n [J I]].
    specialize (IH n (H n J)). unfold Farkas.satisfied in IH. rewrite Forall_forall in IH. apply IH, I.
Qed.

Fixpoint support_premises (l : list (nat * nat)) : option (list premise) :=
  match l with
  | [] => Some []
  | (a, e) :: r =>
      match nth_error (assumptions c) a, support_premises r with
      | Some (Support k), Some ps => if is_element els e then Some (conjuncts (S k) k e ++ ps) else None
      | _, _ => None
      end
  end.

Lemma support_premises_satisfied : forall u l ps, regular u -> support_premises l = Some ps -> satisfied ps u.
Proof.
  intros u l. induction l as [|[a e] l IH]; intros ps Ru H; simpl in H.
  - injection H as <-. constructor.
  - destruct (nth_error (assumptions c) a) as [[|k| | | |]|] eqn:E; try discriminate.
    destruct (support_premises l) as [qs|]; try discriminate. destruct (is_element els e); try discriminate.
    injection H as <-. apply Forall_app. split; [|apply IH; auto].
    apply (conjuncts_satisfied u e (S k) k). apply (proj2 Ru a k e E).
Qed.

(** *** Walking a tree *)

Variable moments : list item.  (* minus the multiples of the moments *)
Variable earlier : list (list item).  (* the integrands of earlier levels *)
Variable strict : bool.

Definition thesis_items (ws : list weight) : list item := map (fun w => (fst w, thesis c, snd w)) ws.
Definition phi (ws : list weight) : list item := thesis_items ws ++ moments.

Definition check_leaf (prems : list premise) (facts : list fact) (bound : proof) (l : list placed) (k : Q) (s : bool) : bool :=
  match lower facts l k with Some f => prove prems bound f s | None => false end.

Fixpoint walk (prems : list premise) (collected : list placed) (k : Q) (t : tree) {struct t} : bool :=
  match t with
  | Split f cases =>
      raw_fine f && covering (map fst cases) &&
      let f := read_raw f in
      (fix all cs := match cs with
         | [] => true
         | (o, t) :: r => walk (prems ++ [premise_of f o]) collected k t && all r
         end) cases
  | Largest fs cases =>
      forallb raw_fine fs && (length fs =? length cases) && negb (length fs =? 0) &&
      let fs := map read_raw fs in
      (fix all n cs := match cs with
         | [] => true
         | t :: r => walk (prems ++ dominates (nth n fs []) fs n) collected k t && all (S n) r
         end) O cases
  | Reweigh ws t => walk prems (collect (phi ws)) (Qred (total_constant (phi ws))) t
  | Empty l t => check_empty c els pats prems l t
  | Unsupported a e facts =>
      is_element els e && check_facts prems facts &&
      match nth_error (assumptions c) a with
      | Some (Support k) => match nth k (truth_table facts e) None with Some false => true | _ => false end
      | _ => false
      end
  | Leaf facts bound None => check_facts prems facts && check_leaf prems facts bound collected k strict
  | Leaf facts bound (Some n) =>
      check_facts prems facts &&
      match nth_error earlier n with
      | Some is => check_leaf prems facts bound (collect is) (Qred (total_constant is)) true
      | None => false
      end
  end.

(** The weights that a tree gives to a goal: where cases overlap, the first one counts. *)
Fixpoint region (ws : list weight) (t : tree) (u : utility) : list weight :=
  match t with
  | Split f cases =>
      (fix first cs := match cs with
         | [] => ws
         | (o, t) :: r => if order_holds o (ev u (read_raw f)) then region ws t u else first r
         end) cases
  | Largest fs cases =>
      (fix first n cs := match cs with
         | [] => ws
         | t :: r => if is_largest u (map read_raw fs) (nth n (map read_raw fs) []) then region ws t u else first (S n) r
         end) O cases
  | Reweigh ws' _ => ws'
  | _ => ws
  end.

Fixpoint plain (t : tree) : bool :=
  match t with
  | Split _ cases => forallb (fun x => plain (snd x)) cases
  | Largest _ cases => forallb plain cases
  | Reweigh _ _ => false
  | _ => true
  end.

Lemma plain_region : forall t ws u, plain t = true -> region ws t u = ws.
Proof.
  intros t ws u. induction t as [f cases IH|fs cases IH|ws' t IH| | |] using tree_induction; simpl; auto; try discriminate.
  - induction IH as [|[o t] cs IHt IHcs IHall]; simpl; auto. intros H. apply andb_true_iff in H. destruct H as [Ht H].
    destruct (order_holds o _); auto.
  - generalize 0%nat. induction IH as [|t cs IHt IHcs IHall]; intros n; simpl; auto. intros H.
    apply andb_true_iff in H. destruct H as [Ht H]. destruct (is_largest _ _ _); auto.
Qed.

(** Weights may be replaced once on a path. *)
Fixpoint once (t : tree) : bool :=
  match t with
  | Split _ cases => forallb (fun x => once (snd x)) cases
  | Largest _ cases => forallb once cases
  | Reweigh _ t => plain t
  | _ => true
  end.

Definition bounded_below (u : utility) (is : list item) : Prop :=
  (0 <= items_value is u /\ (strict = true -> 0 < items_value is u)) \/
  exists n e, nth_error earlier n = Some e /\ 0 < items_value e u.

Lemma check_leaf_sound : forall u prems facts bound is s, regular u -> satisfied prems u ->
  check_facts prems facts = true ->
  check_leaf prems facts bound (collect is) (Qred (total_constant is)) s = true ->
  0 <= items_value is u /\ (s = true -> 0 < items_value is u).
Proof.
  intros u prems facts bound is s Ru Su F H. unfold check_leaf in H.
  destruct (lower facts _ _) as [f|] eqn:L; try discriminate.
  apply (lower_sound u prems facts Ru Su F) in L. rewrite (Qred_correct (total_constant is)) in L.
  apply (prove_sound prems claim_nodes u Ru Su) in H.
  destruct H as [H1 H2]. rewrite (collect_value c els u is). split. lra. intros E. specialize (H2 E). lra.
Qed.

Lemma walk_sound : forall u, regular u -> forall t prems ws, satisfied prems u -> once t = true ->
  walk prems (collect (phi ws)) (Qred (total_constant (phi ws))) t = true -> bounded_below u (phi (region ws t u)).
Proof.
  intros u Ru t. induction t as [f cases IH|fs cases IH|ws' t IH|l t|a e facts|facts bound x] using tree_induction;
    intros prems ws Su O H; simpl in H.
  - apply andb_true_iff in H. destruct H as [H W]. apply andb_true_iff in H. destruct H as [_ Cov].
    apply (covering_holds _ (ev u (read_raw f))) in Cov. simpl in O. simpl.
    induction IH as [|[o t] cs IHt IHcs IHall]; simpl in *. discriminate.
    apply andb_true_iff in O. destruct O as [O1 O2]. apply andb_true_iff in W. destruct W as [W1 W2].
    destruct (order_holds o (ev u (read_raw f))) eqn:E.
    + apply (IHt (prems ++ [premise_of (read_raw f) o])); auto. apply Forall_app. split; auto.
      constructor; [|constructor]. apply premise_of_related, E.
    + apply IHall; auto.
  - apply andb_true_iff in H. destruct H as [H W]. apply andb_true_iff in H. destruct H as [H Ne].
    apply andb_true_iff in H. destruct H as [_ Len]. apply Nat.eqb_eq in Len. simpl in O. simpl.
    assert (Some_largest : exists n, (n < length cases)%nat /\
              is_largest u (map read_raw fs) (nth n (map read_raw fs) []) = true).
    { destruct (some_largest u (map read_raw fs)) as [g [I G]].
      - intros Z. apply map_eq_nil in Z. subst fs. discriminate.
      - destruct (In_nth _ _ [] I) as [n [L E]]. rewrite map_length, Len in L. exists n. split; auto. rewrite E. exact G. }
    destruct Some_largest as [m [Lm Gm]].
    assert (Go : forall n cs, Forall (fun t => forall prems ws, satisfied prems u -> once t = true ->
         walk prems (collect (phi ws)) (Qred (total_constant (phi ws))) t = true -> bounded_below u (phi (region ws t u))) cs ->
       forallb once cs = true -> (exists m, (n <= m < n + length cs)%nat /\
          is_largest u (map read_raw fs) (nth m (map read_raw fs) []) = true) ->
       (fix all n cs := match cs with
         | [] => true
         | t :: r => walk (prems ++ dominates (nth n (map read_raw fs) []) (map read_raw fs) n)
                       (collect (phi ws)) (Qred (total_constant (phi ws))) t && all (S n) r
         end) n cs = true ->
       bounded_below u (phi ((fix first n cs := match cs with
         | [] => ws
         | t :: r => if is_largest u (map read_raw fs) (nth n (map read_raw fs) []) then region ws t u else first (S n) r
         end) n cs))).
    { intros n cs F. revert n. induction F as [|t cs IHt F IHF]; intros n Oc [k [Lk Gk]] Wc; simpl in *. { lia. }
      apply andb_true_iff in Oc. destruct Oc as [O1 O2]. apply andb_true_iff in Wc. destruct Wc as [W1 W2].
      destruct (is_largest u (map read_raw fs) (nth n (map read_raw fs) [])) eqn:E.
      - apply (IHt (prems ++ dominates (nth n (map read_raw fs) []) (map read_raw fs) n)); auto.
        apply Forall_app. split; auto. apply dominates_related, E.
      - apply IHF; auto. exists k. split; auto. destruct (Nat.eq_dec k n) as [->|]. congruence. lia. }
    apply (Go 0%nat cases IH O); auto. exists m. split; auto. lia.
  - simpl in O. simpl. rewrite <- (plain_region t ws' u O). apply (IH prems ws'); auto.
    clear - O. induction t as [f cases IH|fs cases IH|ws' t IH| | |] using tree_induction; simpl in *; auto; try discriminate.
    + rewrite forallb_forall in *. rewrite Forall_forall in IH. intros x I. apply IH; auto.
    + rewrite forallb_forall in *. rewrite Forall_forall in IH. intros x I. apply IH; auto.
  - exfalso. apply (check_empty_sound c els pats c_ordered pats_are els_affine prems l t u Ru Su H).
  - exfalso. apply andb_true_iff in H. destruct H as [H W]. apply andb_true_iff in H. destruct H as [_ F].
    destruct (nth_error (assumptions c) a) as [[|k| | | |]|] eqn:E; try discriminate.
    destruct (nth k (truth_table facts e) None) as [[|]|] eqn:T; try discriminate.
    apply (truth_table_sound u prems facts Ru Su F) in T. rewrite (proj2 Ru a k e E) in T. discriminate.
  - destruct x as [n|]; apply andb_true_iff in H; destruct H as [F H].
    + destruct (nth_error earlier n) as [is|] eqn:E; try discriminate. right. exists n, is. split; auto.
      apply (check_leaf_sound u prems facts bound is true Ru Su F H). reflexivity.
    + left. simpl. apply (check_leaf_sound u prems facts bound (phi ws) strict Ru Su F H).
Qed.

End Walking.
