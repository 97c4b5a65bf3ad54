(** Claims that are written correctly. The functions follow decision/checker/reading.py. *)

From Coq Require Import QArith List Bool Arith.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees.
Import ListNotations.
Open Scope Q_scope.

Notation point := (list Q).  (* a value for each coordinate *)
Notation atom := (Q * list Q)%type.

Section Reading.
Variable c : claim.

Definition size : nat := outcomes c + constants c.
Definition is_value (i : nat) : bool := i <? length (expressions c).
Definition is_event (k : nat) : bool := k <? length (events c).
Definition nonzero (q : Q) : bool := negb (Qeq_bool q 0).
Definition nonempty {A} (l : list A) : bool := match l with [] => false | _ => true end.

Definition expression_fine (e : expression) : bool :=
  match e with
  | Linear l _ => raw_fine c (l, 0)
  | Sum l _ => forallb (fun a => nonzero (fst a)) l && distinct (map snd l)
  | Max args => nonempty args && distinct args
  | Pick b p _ => nonempty b && (length b =? length p)
  end.

Definition event_fine (e : event) : bool :=
  match e with AtLeast i j | Above i j => is_value i && is_value j | _ => true end.

Definition term_fine (t : term) : bool :=
  match t with Prob k => is_event k | Mean i => is_value i | MeanOn i k => is_value i && is_event k end.

Definition functional_fine (f : functional) : bool := forallb (fun a => nonzero (fst a) && term_fine (snd a)) (terms f).

Definition center_fine (m : center) : bool :=
  match m with Number _ => true | Coordinate w => (outcomes c <=? w) && (w <? size) end.

Definition generator_fine (g : list image) : bool :=
  forallb (fun m => (target m <? outcomes c) && (source m <? outcomes c) && center_fine (about m)) g &&
  distinct (map target g) && distinct (map source g) && forallb (fun m => member (map target g) (source m)) g &&
  invertible size g.

Definition over_fine (over : list nat) : bool :=
  nonempty over && distinct over && forallb (fun w => w <? outcomes c) over.

Definition structure_fine (s : structure) : bool :=
  over_fine (over_of s) &&
  match s with
  | Symmetric _ m | Spherical _ m => center_fine m
  | Selves blocks => (2 <=? length blocks) && forallb nonempty blocks
  | Correlated first second shared rho m n =>
      nonempty first && nonempty second && (shared <=? length first) && (shared <=? length second) &&
      Qle_bool (-1) rho && Qle_bool rho 1 && center_fine m && center_fine n
  | _ => true
  end.

Definition shaped (l : list atom) : bool :=
  forallb (fun a => positive (fst a) && (length (snd a) =? size)) l && Qeq_bool (Qsum (map fst l)) 1.

Definition constant_at (l : list atom) (w : nat) : bool :=
  match l with [] => true | b :: _ => forallb (fun a => Qeq_bool (nth w (snd a) 0) (nth w (snd b) 0)) l end.

Definition law_fine (l : list atom) : bool := shaped l && forallb (constant_at l) (seq (outcomes c) (constants c)).

Definition assumption_fine (pats : list form) (a : assumption) : bool :=
  match a with
  | Invariant gs => forallb generator_fine gs
  | Support k => is_event k
  | NoTies ps => forallb (fun p => is_value (fst p) && is_value (snd p) && linear pats (fst p) && linear pats (snd p)) ps
  | Moment f => functional_fine f
  | Structure s => structure_fine s
  | OneLaw l => law_fine l
  end.

Definition claim_fine : bool :=
  (0 <? outcomes c) &&
  ordered references 0 (expressions c) && forallb expression_fine (expressions c) &&
  ordered event_references 0 (events c) && forallb event_fine (events c) &&
  functional_fine (thesis c) && match rel (thesis c) with REq => false | _ => true end &&
  forallb (assumption_fine (patterns (expressions c) [])) (assumptions c).

Definition generators : list (list image) :=
  flat_map (fun a => match a with Invariant gs => gs | _ => [] end) (assumptions c).

Definition structures : list structure :=
  flat_map (fun a => match a with Structure s => [s] | _ => [] end) (assumptions c).

End Reading.
