(** Integrands, facts, three-valued truth and case trees, each with its soundness. The functions follow
    decision/checker/integrands.py, logic.py and trees.py. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims Forms Proofs.
Import ListNotations.
Open Scope Q_scope.

Inductive order := OGt | OGe | OEq | OLe | OLt.
Notation raw := (list (nat * Q) * Q)%type.
Notation fact := (nat * nat * bool * proof)%type.  (* event, element, truth, proof *)
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

(** *** Three-valued truth *)

Definition kleene (v : nat -> option bool) (known : option bool) (e : event) : option bool :=
  let decided (x : bool) (ks : list nat) :=
    if existsb (fun k => match v k with Some b => Bool.eqb b x | None => false end) ks then Some x
    else if existsb (fun k => match v k with None => true | _ => false end) ks then None else Some (negb x) in
  match e with
  | AtLeast _ _ | Above _ _ => known
  | All ks => decided false ks
  | Any ks => decided true ks
  | Not k => option_map negb (v k)
  end.

Fixpoint kleene_list (es : list event) (known : nat -> option bool) (done : list (option bool)) : list (option bool) :=
  match es with
  | [] => done
  | e :: r => kleene_list r known (done ++ [kleene (fun k => nth k done None) (known (length done)) e])
  end.

Section Kleene.
Variable c : claim.
Hypothesis events_ordered : ordered event_references 0 (events c) = true.
Variable u : utility.
Variable known : nat -> option bool.
Hypothesis known_right : forall k b, known k = Some b -> holds c k u = b.

Lemma kleene_right : forall v t, (forall k b, v k = Some b -> t k = b) -> forall e k b,
  (match e with AtLeast _ _ | Above _ _ => known k = Some b -> truth_of (fun i => value c i u) t e = b | _ => True end) ->
  kleene v (known k) e = Some b -> truth_of (fun i => value c i u) t e = b.
Proof.
  intros v t H e k b Hc Hk. destruct e as [i j|i j|ks|ks|n]; simpl in Hk; auto.
  - simpl. destruct (existsb (fun k => match v k with Some b => Bool.eqb b false | None => false end) ks) eqn:E.
    + injection Hk as <-. apply existsb_exists in E. destruct E as [n [I E]]. destruct (v n) as [[|]|] eqn:V; try discriminate.
      apply not_true_is_false. intros F. rewrite forallb_forall in F. specialize (F n I). rewrite (H n false V) in F. discriminate.
    + destruct (existsb (fun k => match v k with None => true | _ => false end) ks) eqn:N; try discriminate.
      injection Hk as <-. apply forallb_forall. intros n I. destruct (v n) as [[|]|] eqn:V.
      * apply (H n true V).
      * exfalso. assert (existsb (fun k => match v k with Some b => Bool.eqb b false | None => false end) ks = true);
          [|congruence]. apply existsb_exists. exists n. rewrite V. auto.
      * exfalso. assert (existsb (fun k => match v k with None => true | _ => false end) ks = true); [|congruence].
        apply existsb_exists. exists n. rewrite V. auto.
  - simpl. destruct (existsb (fun k => match v k with Some b => Bool.eqb b true | None => false end) ks) eqn:E.
    + injection Hk as <-. apply existsb_exists in E. destruct E as [n [I E]]. destruct (v n) as [[|]|] eqn:V; try discriminate.
      apply existsb_exists. exists n. split; auto.
    + destruct (existsb (fun k => match v k with None => true | _ => false end) ks) eqn:N; try discriminate.
      injection Hk as <-. apply not_true_is_false. intros F. apply existsb_exists in F. destruct F as [n [I F]].
      destruct (v n) as [[|]|] eqn:V.
      * assert (existsb (fun k => match v k with Some b => Bool.eqb b true | None => false end) ks = true);
          [|congruence]. apply existsb_exists. exists n. rewrite V. auto.
      * rewrite (H n false V) in F. discriminate.
      * assert (existsb (fun k => match v k with None => true | _ => false end) ks = true); [|congruence].
        apply existsb_exists. exists n. rewrite V. auto.
  - simpl. destruct (v n) as [x|] eqn:V; try discriminate. injection Hk as <-. rewrite (H n x V). reflexivity.
Qed.

Lemma kleene_list_right : forall k b, nth k (kleene_list (events c) known []) None = Some b -> holds c k u = b.
Proof.
  assert (Main : forall es done, (forall k e, nth_error es k = Some e ->
      nth_error (events c) (length done + k) = Some e) ->
    (forall k b, nth k done None = Some b -> holds c k u = b) ->
    forall k b, nth k (kleene_list es known done) None = Some b -> holds c k u = b).
  { induction es as [|e es IH]; intros done Hes Hd k b H; simpl in H. { apply Hd, H. }
    eapply IH; [| |exact H].
    - intros n x E. rewrite app_length. simpl length. rewrite <- Nat.add_assoc. apply Hes. exact E.
    - intros n x E. destruct (Nat.lt_trichotomy n (length done)) as [L|[->|L]].
      + rewrite app_nth1 in E by exact L. apply Hd, E.
      + rewrite app_nth2 in E by apply le_n. rewrite Nat.sub_diag in E. simpl in E.
        assert (Ee := Hes 0%nat e eq_refl). rewrite Nat.add_0_r in Ee.
        rewrite (holds_unfold c (length done) e u events_ordered Ee).
        apply (kleene_right (fun k => nth k done None) (fun j => holds c j u) Hd e (length done) x); auto.
        destruct e; auto; intros K; rewrite <- (known_right _ _ K); symmetry; apply holds_unfold; auto.
      + rewrite nth_overflow in E by (rewrite app_length; simpl length; lia). discriminate. }
  intros k b. apply Main; auto. intros n x E. destruct n; discriminate.
Qed.

End Kleene.

(** *** Integrands *)

Definition term_eqb (s t : term) : bool :=
  match s, t with
  | Prob k, Prob l | Mean k, Mean l => k =? l
  | MeanOn i k, MeanOn j l => (i =? j) && (k =? l)
  | _, _ => false
  end.

Lemma term_eqb_eq : forall s t, term_eqb s t = true -> s = t.
Proof.
  intros [k|i|i k] [l|j|j l] H; simpl in H; try discriminate; try (apply Nat.eqb_eq in H; congruence).
  apply andb_true_iff in H. destruct H as [E F]. apply Nat.eqb_eq in E. apply Nat.eqb_eq in F. congruence.
Qed.

Notation placed := (term * nat * Q)%type.  (* a term at an element, with its coefficient *)
Notation item := (Q * functional * nat)%type.  (* a multiple of a functional at an element *)

Fixpoint add_term (t : term) (e : nat) (q : Q) (l : list placed) : list placed :=
  match l with
  | [] => [(t, e, q)]
  | (s, d, p) :: r =>
      if term_eqb s t && (d =? e) then
        let sum := Qred (p + q) in if Qeq_bool sum 0 then r else (s, d, sum) :: r
      else (s, d, p) :: add_term t e q r
  end.

Definition add_item (i : item) (l : list placed) : list placed :=
  let '(q, f, e) := i in fold_left (fun l a => add_term (snd a) e (q * fst a) l) (terms f) l.

Definition collect (is : list item) : list placed := fold_left (fun l i => add_item i l) is [].
Definition total_constant (is : list item) : Q := Qsum (map (fun i : item => let '(q, f, _) := i in - (q * constant f)) is).

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

Definition items_value (is : list item) (u : utility) : Q :=
  Qsum (map (fun i : item => let '(q, f, e) := i in q * integrand c f (element_at e u)) is).

Definition placed_value (u : utility) (a : placed) : Q :=
  let '(t, e, q) := a in q * term_value c t (element_at e u).

Lemma add_term_value : forall u t e q l,
  Qsum (map (placed_value u) (add_term t e q l)) ==
  Qsum (map (placed_value u) l) + q * term_value c t (element_at e u).
Proof.
  intros u t e q l. induction l as [|[[s d] p] l IH]; cbn [add_term]. { simpl. ring. }
  destruct (term_eqb s t && (d =? e)) eqn:E; cbv zeta.
  - apply andb_true_iff in E. destruct E as [E F]. apply term_eqb_eq in E. apply Nat.eqb_eq in F. subst s d.
    destruct (Qeq_bool (Qred (p + q)) 0) eqn:Z.
    + apply Qeq_bool_iff in Z. rewrite (Qred_correct (p + q)) in Z.
      simpl. setoid_replace (p * term_value c t (element_at e u)) with (- q * term_value c t (element_at e u)).
      ring. apply Qmult_comp; [|reflexivity]. lra.
    + cbn [map Qsum placed_value]. rewrite (Qred_correct (p + q)). ring.
  - cbn [map Qsum]. rewrite IH. ring.
Qed.

Lemma add_item_value : forall u q f e l,
  Qsum (map (placed_value u) (add_item (q, f, e) l)) ==
  Qsum (map (placed_value u) l) + q * (integrand c f (element_at e u) + constant f).
Proof.
  intros u q f e l. unfold add_item, integrand. generalize (constant f). revert l.
  induction (terms f) as [|[p t] r IH]; intros l k; simpl. { ring. }
  rewrite (IH _ k), add_term_value. ring.
Qed.

Lemma collect_value : forall u is,
  items_value is u == Qsum (map (placed_value u) (collect is)) + total_constant is.
Proof.
  intros u is. unfold collect, items_value, total_constant.
  assert (H : forall l, Qsum (map (placed_value u) (fold_left (fun l i => add_item i l) is l)) +
     Qsum (map (fun i : item => let '(q, f, _) := i in - (q * constant f)) is) ==
     Qsum (map (placed_value u) l) + Qsum (map (fun i : item => let '(q, f, e) := i in q * integrand c f (element_at e u)) is)).
  { induction is as [|[[q f] e] is IH]; intros l; cbn [fold_left map Qsum]. { ring. } specialize (IH (add_item (q, f, e) l)).
    rewrite add_item_value in IH.
    match type of IH with ?a + ?b == ?d + ?q * (?x + ?k) + ?r => 
      setoid_replace (a + (- (q * k) + b)) with ((a + b) - q * k) by ring; rewrite IH; ring end. }
  rewrite H. simpl. ring.
Qed.

(** *** Facts *)

Definition fact_goal (k e : nat) (b : bool) : option (form * bool) :=
  match nth_error (events c) k with
  | Some (AtLeast i j) => Some (if b then (margin i j e, false) else (scale (-1) (margin i j e), true))
  | Some (Above i j) => Some (if b then (margin i j e, true) else (scale (-1) (margin i j e), false))
  | _ => None
  end.

Definition known (facts : list fact) (e k : nat) : option bool :=
  match find (fun f : fact => let '(k', e', _, _) := f in (k' =? k) && (e' =? e)) facts with
  | Some (_, _, b, _) => Some b
  | None => None
  end.

Fixpoint no_fact_twice (facts : list fact) : bool :=
  match facts with
  | [] => true
  | (k, e, _, _) :: r => match known r e k with None => no_fact_twice r | Some _ => false end
  end.

Definition check_facts (prems : list premise) (facts : list fact) : bool :=
  no_fact_twice facts &&
  forallb (fun f : fact => let '(k, e, b, p) := f in
    is_element els e && match fact_goal k e b with Some (g, s) => prove prems p g s | None => false end) facts.

Lemma check_facts_sound : forall u prems facts, regular u -> satisfied prems u -> check_facts prems facts = true ->
  forall e k b, known facts e k = Some b -> holds c k (element_at e u) = b.
Proof.
  intros u prems facts Ru Su H e k b K. unfold check_facts in H. apply andb_true_iff in H. destruct H as [_ H].
  unfold known in K. destruct (find _ facts) as [[[[k' e'] b'] p]|] eqn:F; try discriminate. injection K as <-.
  apply find_some in F. destruct F as [I F]. apply andb_true_iff in F. destruct F as [F1 F2].
  apply Nat.eqb_eq in F1. apply Nat.eqb_eq in F2. subst k' e'.
  rewrite forallb_forall in H. specialize (H _ I). simpl in H. apply andb_true_iff in H. destruct H as [_ H].
  unfold fact_goal in H. destruct (nth_error (events c) k) as [ev0|] eqn:E; try discriminate.
  rewrite (holds_unfold c k ev0 _ events_ordered E).
  destruct ev0 as [i j|i j| | |]; try discriminate; destruct b';
    apply (prove_sound c els pats c_ordered pats_are els_affine prems claim_nodes u Ru Su) in H;
    destruct H as [H1 H2]; try specialize (H2 eq_refl); cbn [truth_of fst snd] in *;
    rewrite ?eval_scale, ?(margin_eval c els pats c_ordered pats_are els_affine) in *.
  - apply Qle_bool_iff. lra.
  - apply not_true_is_false. intros L. apply Qle_bool_iff in L. lra.
  - apply above_iff. lra.
  - apply not_true_is_false. intros L. apply above_iff in L. lra.
Qed.

Definition truth_table (facts : list fact) (e : nat) : list (option bool) := kleene_list (events c) (known facts e) [].

Lemma truth_table_sound : forall u prems facts, regular u -> satisfied prems u -> check_facts prems facts = true ->
  forall e k b, nth k (truth_table facts e) None = Some b -> holds c k (element_at e u) = b.
Proof.
  intros u prems facts Ru Su H e k b K. apply (kleene_list_right c events_ordered (element_at e u) (known facts e)); auto.
  intros n x. apply (check_facts_sound u prems facts Ru Su H).
Qed.

(** *** A form that is nowhere above an integrand where the facts hold *)

Definition lower_term (tables : list (list (option bool))) (a : placed) : option form :=
  let '(t, e, q) := a in
  let truth k := nth k (nth e tables []) None in
  match t with
  | Mean i => Some (scale q (value_form i e))
  | Prob k => match truth k with
              | Some true => Some (single unit_key q)
              | Some false => Some []
              | None => if Qle_bool 0 q then Some [] else Some (single unit_key q)
              end
  | MeanOn i k => match truth k with
                  | Some true => Some (scale q (value_form i e))
                  | Some false => Some []
                  | None => None
                  end
  end.

Fixpoint lower_terms (tables : list (list (option bool))) (l : list placed) (f : form) : option form :=
  match l with
  | [] => Some f
  | a :: r => match lower_term tables a with Some g => lower_terms tables r (merge g f) | None => None end
  end.

Definition tables_of (facts : list fact) : list (list (option bool)) :=
  map (truth_table facts) (seq 0 (length els)).

Definition lower (facts : list fact) (l : list placed) (k : Q) : option form :=
  lower_terms (tables_of facts) l (single unit_key k).

Lemma tables_sound : forall u prems facts, regular u -> satisfied prems u -> check_facts prems facts = true ->
  forall e k b, nth k (nth e (tables_of facts) []) None = Some b -> holds c k (element_at e u) = b.
Proof.
  intros u prems facts Ru Su H e k b K. apply (truth_table_sound u prems facts Ru Su H).
  unfold tables_of in K. destruct (Nat.lt_ge_cases e (length els)) as [L|L].
  - rewrite (nth_indep _ [] (truth_table facts 0%nat)) in K by (rewrite map_length, seq_length; exact L).
    rewrite (map_nth (truth_table facts)), seq_nth in K by exact L. exact K.
  - rewrite (nth_overflow (map _ _)) in K by (rewrite map_length, seq_length; exact L). destruct k; discriminate.
Qed.

Lemma lower_sound : forall u prems facts, regular u -> satisfied prems u -> check_facts prems facts = true ->
  forall l k f, lower facts l k = Some f -> ev u f <= Qsum (map (placed_value u) l) + k.
Proof.
  intros u prems facts Ru Su H l k f. unfold lower.
  assert (T := tables_sound u prems facts Ru Su H). set (tables := tables_of facts) in *. clearbody tables.
  assert (One : forall a g, lower_term tables a = Some g -> ev u g <= placed_value u a).
  { intros [[t e] q] g. unfold lower_term, placed_value. destruct t as [n|i|i n]; simpl.
    - specialize (T e n). assert (R := ind_range (holds c n (element_at e u))).
      destruct (nth n (nth e tables []) None) as [b|].
      + specialize (T b eq_refl). rewrite T. destruct b; intros E; injection E as <-; simpl.
        rewrite eval_single. simpl. lra. unfold eval. simpl. lra.
      + destruct (Qle_bool 0 q) eqn:Hq; intros E; injection E as <-.
        * apply Qle_bool_iff in Hq. unfold eval. simpl. nra.
        * assert (q < 0). { destruct (Qlt_le_dec q 0) as [L|L]; auto. apply Qle_bool_iff in L. congruence. }
          rewrite eval_single. simpl. nra.
    - intros E. injection E as <-. rewrite eval_scale, (value_form_eval c els pats c_ordered pats_are els_affine). lra.
    - specialize (T e n). destruct (nth n (nth e tables []) None) as [b|]; try discriminate.
      rewrite (T b eq_refl). destruct b; intros E; injection E as <-.
      + rewrite eval_scale, (value_form_eval c els pats c_ordered pats_are els_affine). lra.
      + unfold eval. simpl. lra. }
  assert (All : forall l f0, lower_terms tables l f0 = Some f -> ev u f <= Qsum (map (placed_value u) l) + ev u f0).
  { clear l. induction l as [|a l IH]; intros f0 E; simpl in E.
    - injection E as ->. simpl. lra.
    - destruct (lower_term tables a) as [g|] eqn:G; try discriminate. specialize (IH _ E).
      rewrite eval_merge in IH. specialize (One a g G). simpl. lra. }
  intros E. specialize (All l _ E). rewrite eval_single in All. simpl in All. lra.
Qed.

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
    rewrite (margin_eval c els pats c_ordered pats_are els_affine). apply Qle_bool_iff in H. lra.
  - destruct (linear i && linear j); constructor; [|constructor]. simpl.
    rewrite (margin_eval c els pats c_ordered pats_are els_affine). apply above_iff in H. lra.
  - rewrite forallb_forall in H. apply Forall_forall. intros p I. apply in_flat_map in I. destruct I as [n [J I]].
    specialize (IH n (H n J)). unfold Proofs.satisfied in IH. rewrite Forall_forall in IH. apply IH, I.
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
  - destruct (nth_error (assumptions c) a) as [[|k| | |]|] eqn:E; try discriminate.
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
  apply (prove_sound c els pats c_ordered pats_are els_affine prems claim_nodes u Ru Su) in H.
  destruct H as [H1 H2]. rewrite (collect_value u is). split. lra. intros E. specialize (H2 E). lra.
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
    destruct (nth_error (assumptions c) a) as [[|k| | |]|] eqn:E; try discriminate.
    destruct (nth k (truth_table facts e) None) as [[|]|] eqn:T; try discriminate.
    apply (truth_table_sound u prems facts Ru Su F) in T. rewrite (proj2 Ru a k e E) in T. discriminate.
  - destruct x as [n|]; apply andb_true_iff in H; destruct H as [F H].
    + destruct (nth_error earlier n) as [is|] eqn:E; try discriminate. right. exists n, is. split; auto.
      apply (check_leaf_sound u prems facts bound is true Ru Su F H). reflexivity.
    + left. simpl. apply (check_leaf_sound u prems facts bound (phi ws) strict Ru Su F H).
Qed.

End Walking.
