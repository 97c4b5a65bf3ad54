(** Integrands, facts and three-valued truth: a form that is nowhere above an integrand where some facts hold.
    The functions follow decision/checker/integrands.py and logic.py. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith Morphisms Setoid.
From Decision Require Import Law Goals Claims Forms Farkas Proofs.
Import ListNotations.
Open Scope Q_scope.

Notation fact := (nat * nat * bool * proof)%type.  (* event, element, truth, proof *)

(** *** Three-valued truth *)

(** What is [x] as soon as one of some events is [x]: an [Any] for true, an [All] for false. *)
Definition decided (v : nat -> option bool) (x : bool) (ks : list nat) : option bool :=
  if existsb (fun k => match v k with Some b => Bool.eqb b x | None => false end) ks then Some x
  else if existsb (fun k => match v k with None => true | _ => false end) ks then None else Some (negb x).

Definition kleene (v : nat -> option bool) (known : option bool) (e : event) : option bool :=
  match e with
  | AtLeast _ _ | Above _ _ => known
  | All ks => decided v false ks
  | Any ks => decided v true ks
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

Lemma decided_right : forall v t, (forall k b, v k = Some b -> t k = b) -> forall x ks b, decided v x ks = Some b ->
  (if x then existsb t ks else forallb t ks) = b.
Proof.
  intros v t H x ks b D. unfold decided in D.
  destruct (existsb (fun k => match v k with Some b => Bool.eqb b x | None => false end) ks) eqn:E.
  - injection D as <-. apply existsb_exists in E. destruct E as [n [I E]]. destruct (v n) as [y|] eqn:V; try discriminate.
    apply eqb_prop in E. subst y. apply H in V. destruct x.
    + apply existsb_exists. eauto.
    + apply not_true_is_false. intros F. rewrite forallb_forall in F. specialize (F n I). congruence.
  - destruct (existsb (fun k => match v k with None => true | _ => false end) ks) eqn:N; try discriminate. injection D as <-.
    assert (A : forall n, In n ks -> t n = negb x).
    { intros n I. apply not_true_iff_false in E, N. rewrite existsb_exists in E, N. destruct (v n) as [y|] eqn:V.
      - rewrite (H n y V). destruct (Bool.eqb y x) eqn:B; [|destruct x, y; discriminate || reflexivity].
        exfalso. apply E. exists n. rewrite V. auto.
      - exfalso. apply N. exists n. rewrite V. auto. }
    destruct x; simpl in A.
    + apply not_true_is_false. intros F. apply existsb_exists in F. destruct F as [n [I F]]. rewrite (A n I) in F. discriminate.
    + apply forallb_forall, A.
Qed.

Lemma kleene_right : forall v t, (forall k b, v k = Some b -> t k = b) -> forall e k b,
  (match e with AtLeast _ _ | Above _ _ => known k = Some b -> truth_of (fun i => value c i u) t e = b | _ => True end) ->
  kleene v (known k) e = Some b -> truth_of (fun i => value c i u) t e = b.
Proof.
  intros v t H e k b Hc Hk. destruct e as [i j|i j|ks|ks|n]; simpl in Hk; auto.
  - apply (decided_right v t H false ks b Hk).
  - apply (decided_right v t H true ks b Hk).
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

Section Integrands.
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

End Integrands.
