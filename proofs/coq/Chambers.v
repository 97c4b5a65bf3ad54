(** The verified checker of certificates of kind [chambers]. The functions follow decision/checker/chambers.py; an evaluator of an
    event reads the signs of all compared forms. *)

From Coq Require Import QArith Qminmax List Lqa Lia Bool Arith.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Reading Licence Arrange.
Import ListNotations.
Open Scope Q_scope.

Inductive step := Close | Cut (i j : nat) (a b : Z).
Record chambers := { licences : list (list image); trees : list (list step) }.

(** *** Three-valued truth as functions of signs *)

Notation signs := (list (bool * bool)).  (* for each form: positive somewhere, negative somewhere *)
Definition evaluator := signs -> option bool.

(** What is [x] as soon as one of some events is [x]. *)
Fixpoint join3 (x : bool) (fs : list evaluator) (s : signs) : option bool :=
  match fs with
  | [] => Some (negb x)
  | f :: r => match f s with
      | Some b => if Bool.eqb b x then Some x else join3 x r s
      | None => match join3 x r s with Some b => if Bool.eqb b x then Some x else None | None => None end
      end
  end.

Notation all3 := (join3 false).
Notation any3 := (join3 true).
Definition not3 (f : evaluator) : evaluator := fun s => option_map negb (f s).

Definition sign3 (strict : bool) (n : nat) : evaluator := fun s =>
  let '(up, down) := nth n s (true, true) in
  if strict then if negb up then Some false else if down then None else Some true
  else if negb down then Some true else if up then None else Some false.

Definition describes (s : bool * bool) (x : Q) : Prop :=
  match s with
  | (true, true) => True
  | (true, false) => 0 < x
  | (false, true) => x < 0
  | (false, false) => x == 0
  end.

Definition right (f : evaluator) (s : signs) (t : bool) : Prop := forall b, f s = Some b -> t = b.

Lemma join3_right : forall x fs ts s, Forall2 (fun f t => right f s t) fs ts ->
  right (join3 x fs) s (if x then existsb (fun t => t) ts else forallb (fun t => t) ts).
Proof.
  intros x fs ts s H. induction H as [|f t fs ts R H IH]; intros b E; simpl in E. { injection E as <-. destruct x; reflexivity. }
  destruct (f s) as [y|] eqn:F.
  - rewrite <- (R y F) in E. destruct x, t; simpl in *; try (injection E as <-; reflexivity); apply IH, E.
  - destruct (join3 x fs s) as [y|] eqn:A; try discriminate. specialize (IH y A).
    destruct x, y; try discriminate; injection E as <-; simpl; rewrite IH; [apply orb_true_r|apply andb_false_r].
Qed.

Lemma sign3_right : forall strict n s x, describes (nth n s (true, true)) x ->
  right (sign3 strict n) s (if strict then above x 0 else Qle_bool 0 x).
Proof.
  intros strict n s x D b E. unfold sign3 in E. destruct (nth n s (true, true)) as [up down].
  destruct strict, up, down; simpl in E; try discriminate; injection E as <-; simpl in D.
  - apply above_iff, D.
  - apply not_true_is_false. rewrite above_iff. lra.
  - apply not_true_is_false. rewrite above_iff. lra.
  - apply Qle_bool_iff. lra.
  - apply not_true_is_false. rewrite Qle_bool_iff. lra.
  - apply Qle_bool_iff. lra.
Qed.

(** *** What is compared *)

Section Count.
Variable c : claim.
Notation pats := (patterns (expressions c) []).

(** The linear values of which a value is the largest. *)
Definition node_of (f : form) : option nat :=
  match f with [((S i, 0%nat), q)] => if Qeq_bool q 1 then Some i else None | _ => None end.

Definition all_parts (done : list (option (list form))) (ks : list nat) : option (list form) :=
  fold_right (fun k r => match nth k done None, r with Some l, Some r => Some (l ++ r) | _, _ => None end) (Some []) ks.

Definition parts_of (done : list (option (list form))) (e : expression) (f : form) : option (list form) :=
  if affine f then Some [f] else
  match e with
  | Max args => all_parts done args
  | Sum _ _ => match node_of f with Some i => nth i done None | None => None end
  | _ => None
  end.

Fixpoint parts_list (es : list expression) (fs : list form) (done : list (option (list form))) : list (option (list form)) :=
  match es, fs with
  | e :: es, f :: fs => parts_list es fs (done ++ [parts_of done e f])
  | _, _ => done
  end.

Definition parts : list (option (list form)) := parts_list (expressions c) pats [].

(** For each part of the right side, the differences of the parts of the left side to it. *)
Definition rows (i j : nat) : option (list (list form)) :=
  match nth i parts None, nth j parts None with
  | Some l, Some r => Some (map (fun b => map (fun a => minus a b) l) r)
  | _, _ => None
  end.

Fixpoint reached (fuel : nat) (ks : list nat) : list nat :=
  match fuel with
  | O => []
  | S n => flat_map (fun k => k :: match nth_error (events c) k with Some e => reached n (event_references e) | None => [] end) ks
  end.

Definition thesis_events : option (list nat) :=
  fold_right (fun a r => match snd a, r with Prob k, Some r => Some (k :: r) | _, _ => None end) (Some []) (terms (thesis c)).

Definition add_form (f : form) (l : list form) : list form := if existsb (same_form f) l then l else f :: l.

Definition compared (ks : list nat) : option (list form) :=
  fold_right (fun k r => match nth_error (events c) k, r with
    | Some (AtLeast i j), Some r | Some (Above i j), Some r => option_map (fun m => fold_right add_form r (concat m)) (rows i j)
    | _, _ => r
    end) (Some []) ks.

(** The forms that the events of the thesis compare. *)
Definition compared_forms : option (list form) :=
  match thesis_events with Some ks => compared (reached (length (events c)) ks) | None => None end.

Fixpoint place_in (f : form) (l : list form) : nat :=
  match l with [] => O | g :: r => if same_form g f then O else S (place_in f r) end.

Definition unknown : evaluator := fun _ => None.

Definition evaluator_of (fs : list form) (done : list evaluator) (e : event) : evaluator :=
  match e with
  | AtLeast i j | Above i j =>
      let strict := match e with Above _ _ => true | _ => false end in
      match rows i j with
      | Some m => all3 (map (fun row => any3 (map (fun f => sign3 strict (place_in f fs)) row)) m)
      | None => unknown
      end
  | All ks => all3 (map (fun k => nth k done unknown) ks)
  | Any ks => any3 (map (fun k => nth k done unknown) ks)
  | Not k => not3 (nth k done unknown)
  end.

Fixpoint evaluators_list (fs : list form) (es : list event) (done : list evaluator) : list evaluator :=
  match es with [] => done | e :: r => evaluators_list fs r (done ++ [evaluator_of fs done e]) end.

Definition evaluators (fs : list form) : list evaluator := evaluators_list fs (events c) [].

(** *** Blocks of outcomes that exchanges connect *)

Definition exchanged (g : list image) : option (nat * nat) :=
  match g with
  | [m; _] => if unflipped g && negb (target m =? source m) then Some (target m, source m) else None
  | _ => None
  end.

(** Each coordinate carries the first one of its block. *)
Definition join (labels : list nat) (g : list image) : list nat :=
  match exchanged g with
  | Some (a, b) => let la := nth a labels a in let lb := nth b labels b in
      map (fun l => if l =? Nat.max la lb then Nat.min la lb else l) labels
  | None => labels
  end.

Definition labels (gs : list (list image)) : list nat := fold_left join gs (seq 0 (size c)).

Definition occurs (fs : list form) (w : nat) : bool := existsb (existsb (fun a => key_eqb (fst a) (0%nat, S w))) fs.

Definition blocks (gs : list (list image)) (fs : list form) : list (list nat) :=
  let ls := labels gs in
  filter (existsb (occurs fs)) (map (fun l => filter (fun w => nth w ls w =? l) (seq 0 (size c))) (seq 0 (size c))).

(** *** Forms with whole coefficients *)

Definition coefficient (f : form) (k : key) : Q := Qsum (map (fun a => if key_eqb (fst a) k then snd a else 0) f).
Definition common (f : form) : Q := inject_Z (fold_right (fun a d => (Z.pos (Qden (snd a)) * d)%Z) 1%Z f).
Definition whole (f : form) (k : key) : Z := Qnum (Qred (common f * coefficient f k)).
Notation integral := (direction * Z)%type.  (* coefficients of the coordinates of the blocks, and of 1 *)
Definition integral_form (coords : list nat) (f : form) : integral :=
  (map (fun w => whole f (0%nat, S w)) coords, whole f unit_key).
Definition is_whole (f : form) (k : key) : bool := Qeq_bool (inject_Z (whole f k)) (common f * coefficient f k).
Definition form_whole (coords : list nat) (f : form) : bool :=
  affine f && positive (common f) && is_whole f unit_key && forallb (fun w => is_whole f (0%nat, S w)) coords &&
  forallb (fun a => match fst a with (O, S w) => member coords w | (O, O) => true | _ => false end) f.

(** Nonzero almost surely, by a pair without ties. *)
Definition certain (f : form) : bool :=
  existsb (fun a => match a with
    | NoTies ps => existsb (fun p => proportional (minus (nth (fst p) pats []) (nth (snd p) pats [])) f) ps
    | _ => false end) (assumptions c).

(** *** Rays and cones *)

Notation ray := (direction * Z)%type.  (* coordinates, and what stands for 1 *)

Fixpoint dot (a x : direction) : Z := match a, x with p :: a, q :: x => (p * q + dot a x)%Z | _, _ => 0%Z end.

Section Cones.
Variable fs : list integral.
Variable known : list bool.                   (* which forms are almost surely nonzero *)
Variable relabellings : list (list nat).
Variable shifted open_only : bool.
Variable evs : list evaluator.

Definition value_at (f : integral) (p : list nat) (r : ray) : Z := (dot (fst f) (pick 0%Z p (fst r)) + snd f * snd r)%Z.
Definition sign_of (v : Z) : bool * bool := ((0 <? v)%Z, (v <? 0)%Z).
Definition table (r : ray) : list signs := map (fun p => map (fun f => sign_of (value_at f p r)) fs) relabellings.

Notation pointed := (ray * list signs)%type.
Definition point (r : ray) : pointed := (r, table r).

Definition opposite (r : ray) : ray := (map Z.opp (fst r), Z.opp (snd r)).
Definition live (r : ray) : bool := existsb (existsb (fun s => fst s || snd s)) (table r).

Definition ends (r : ray) : list (list ray) := if live r then [[r; opposite r]] else [].

Fixpoint product {A} (l : list (list A)) : list (list A) :=
  match l with [] => [[]] | o :: r => flat_map (fun x => map (cons x) (product r)) o end.

Definition roots (sizes : list nat) : list (list ray) :=
  let n := length (concat (positions 0 sizes)) in
  let one : ray := (repeat 0%Z n, 1%Z) in
  map (app (filter live (map (fun d => (d, 0%Z)) (chains sizes))))
    (product (flat_map (fun d => ends (d, 0%Z)) (wholes sizes) ++ if shifted then [[one]] else [])).

Fixpoint both {A} (f : A -> A -> A) (l r : list A) : list A :=
  match l, r with x :: l, y :: r => f x y :: both f l r | _, _ => [] end.

Definition either (s t : bool * bool) : bool * bool := (fst s || fst t, snd s || snd t).
Definition nothing : list signs := map (fun _ => map (fun _ => (false, false)) fs) relabellings.
Definition merged (face : list pointed) : list signs := fold_right (fun r t => both (both either) (snd r) t) nothing face.

(** Some form that is almost surely nonzero vanishes there. *)
Definition vanishes (s : signs) : bool :=
  existsb (fun x => fst x && negb (fst (snd x) || snd (snd x))) (combine known s).

Definition counted (q : Q) (f : evaluator) (s : signs) : bool :=
  match f s with Some b => b | None => negb (positive q) end.

Definition total_at (t : list signs) : Q :=
  Qsum (map (fun a => match snd a with
    | Prob k => fst a * count_of (filter (counted (fst a) (nth k evs unknown)) t)
    | _ => 0 end) (terms (thesis c))) - constant (thesis c) * count_of t.

Definition on_face (face : list pointed) : bool :=
  (shifted && negb (existsb (fun r => (0 <? snd (fst r))%Z) face)) ||
  let t := merged face in
  existsb vanishes t ||
  match rel (thesis c) with RGe => Qle_bool 0 (total_at t) | RGt => positive (total_at t) | REq => false end.

Fixpoint faces {A} (l : list A) : list (list A) :=
  match l with [] => [[]] | x :: r => faces r ++ map (cons x) (faces r) end.

Definition nonnegative (cone : list pointed) : bool := if open_only then on_face cone else forallb on_face (faces cone).

Fixpoint plus (l r : direction) : direction :=
  match l, r with [], r => r | l, [] => l | x :: l, y :: r => (x + y)%Z :: plus l r end.

Definition combined (a : Z) (r : ray) (b : Z) (s : ray) : ray :=
  (plus (map (Z.mul a) (fst r)) (map (Z.mul b) (fst s)), a * snd r + b * snd s)%Z.

Definition replaced {A} (i : nat) (x : A) (l : list A) : list A := firstn i l ++ x :: skipn (S i) l.

Fixpoint dissect (cones : list (list pointed)) (steps : list step) : bool :=
  match steps, cones with
  | [], [] => true
  | Close :: steps, cone :: cones => nonnegative cone && dissect cones steps
  | Cut i j a b :: steps, cone :: cones =>
      match nth_error cone i, nth_error cone j with
      | Some r, Some s =>
          let x := point (combined a (fst r) b (fst s)) in
          negb (i =? j) && (0 <? a)%Z && (0 <? b)%Z && dissect (replaced i x cone :: replaced j x cone :: cones) steps
      | _, _ => false
      end
  | _, _ => false
  end.

End Cones.

(** The checker: everything that decision/checker demands of a certificate of kind [chambers], but the member. *)
Definition check_chambers (cert : chambers) : bool :=
  claim_fine c && forallb (generator_fine c) (licences cert) && forallb (licensed c) (licences cert) &&
  match compared_forms with
  | None => false
  | Some forms =>
      let bs := blocks (generators c ++ licences cert) forms in
      let coords := concat bs in
      let fs := map (integral_form coords) forms in
      let relabellings := arrangements (positions 0 (map (@length nat) bs)) in
      let shifted := existsb (fun f => negb (snd f =? 0)%Z) fs in
      let known := map certain forms in
      let open_only := forallb (fun x => match snd x with [] => true | _ => fst x end) (combine known forms) in
      let start := roots fs relabellings shifted (map (@length nat) bs) in
      let evs := evaluators forms in
      distinct coords && forallb (form_whole coords) forms && (length (trees cert) =? length start) &&
      forallb (fun x => dissect fs known relabellings shifted open_only evs [map (point fs relabellings) (fst x)] (snd x))
        (combine start (trees cert))
  end.

End Count.
