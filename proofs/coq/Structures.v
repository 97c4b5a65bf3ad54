(** Relabellings of goals, and structures of the joint law of some outcomes: what they mean for finitely supported laws.

    [function_of over F] says that [F] looks at the coordinates in [over] only; "joint law of [over]" is about such functions. *)

From Coq Require Import QArith List Lqa Bool Arith.
From Decision Require Import Law Goals.
Import ListNotations.
Open Scope Q_scope.

Notation utility := (goal nat).

Definition member (l : list nat) (x : nat) : bool := existsb (Nat.eqb x) l.

Lemma member_iff : forall l x, member l x = true <-> In x l.
Proof.
  intros l x. unfold member. rewrite existsb_exists. split.
  - intros [y [I E]]. apply Nat.eqb_eq in E. congruence.
  - intros I. exists x. split; auto. apply Nat.eqb_refl.
Qed.

Lemma member_ext : forall l r x, (forall y, In y l <-> In y r) -> member l x = member r x.
Proof. intros l r x H. apply eq_true_iff_eq. rewrite 2!member_iff. apply H. Qed.

Fixpoint distinct (l : list nat) : bool :=
  match l with [] => true | x :: r => negb (existsb (Nat.eqb x) r) && distinct r end.

(** *** Signed permutations *)

Inductive center := Number (q : Q) | Coordinate (w : nat).

(** [(g u) target = u source], or [2 * about - u source] if flipped. *)
Record image := { target : nat; flipped : bool; source : nat; about : center }.

Definition center_value (u : utility) (m : center) : Q := match m with Number q => q | Coordinate w => u w end.

Definition act (g : list image) (u : utility) : utility := fun w =>
  match find (fun m => target m =? w) g with
  | None => u w
  | Some m => if flipped m then 2 * center_value u (about m) - u (source m) else u (source m)
  end.

(** *** Structures *)

Inductive structure :=
  | Independent (over : list nat)
  | Identical (over : list nat)                                  (* and independent *)
  | Symmetric (over : list nat) (m : center)                     (* every single one *)
  | Spherical (over : list nat) (m : center)
  | Selves (blocks : list (list nat))                            (* independent of each other *)
  | Correlated (first second : list nat) (shared : nat) (rho : Q) (m n : center)
  | Shape (over : list nat).                                     (* unimodal, log-concave, Gaussian, continuous *)

Definition over_of (s : structure) : list nat :=
  match s with
  | Independent over | Identical over | Symmetric over _ | Spherical over _ | Shape over => over
  | Selves blocks => concat blocks
  | Correlated first second _ _ _ _ => first ++ second
  end.

Definition function_of (over : list nat) (F : utility -> Q) : Prop :=
  forall u v, (forall w, In w over -> u w == v w) -> F u == F v.

(** The coordinates in [part] from one goal, all others from another. *)
Definition splice (part : list nat) (u v : utility) : utility := fun w => if member part w then u w else v w.

(** The outcomes in [part] are independent of the rest of [over]: nothing changes if they are drawn anew. *)
Definition apart (mu : law utility) (over part : list nat) : Prop :=
  forall F, function_of over F -> Ex mu F == Ex mu (fun v => Ex mu (fun u => F (splice part u v))).

Definition independent (mu : law utility) (blocks : list (list nat)) : Prop :=
  forall part, In part blocks -> apart mu (concat blocks) part.

Definition numeric (f : Q -> Q) : Prop := forall x y, x == y -> f x == f y.

Definition singles (over : list nat) : list (list nat) := map (fun w => [w]) over.

(** Linear maps about the means, and those that keep the covariances. *)
Definition transformed (over : list nat) (mean : nat -> center) (A : nat -> nat -> Q) (u : utility) : utility := fun w =>
  if member over w
  then center_value u (mean w) + Qsum (map (fun v => A w v * (u v - center_value u (mean v))) over)
  else u w.

Definition keeps (over : list nat) (cov A : nat -> nat -> Q) : Prop := forall v w, In v over -> In w over ->
  Qsum (map (fun x => Qsum (map (fun y => A v x * cov x y * A w y) over)) over) == cov v w.

(** The joint law is unchanged by each of these: so it is for normal laws, and for those whose density has the same ellipsoids. *)
Definition elliptical (mu : law utility) (over : list nat) (mean : nat -> center) (cov : nat -> nat -> Q) : Prop :=
  forall A F, keeps over cov A -> function_of over F -> Ex mu (fun u => F (transformed over mean A u)) == Ex mu F.

Definition identity_matrix (v w : nat) : Q := if v =? w then 1 else 0.

(** The first [shared] outcomes of two blocks are partners; all variances are 1, other covariances 0. *)
Definition partners (first second : list nat) (shared v w : nat) : bool :=
  existsb (fun p => (fst p =? v) && (snd p =? w)) (combine (firstn shared first) (firstn shared second)).

Definition covariance (first second : list nat) (shared : nat) (rho : Q) (v w : nat) : Q :=
  if v =? w then 1
  else if partners first second shared v w || partners first second shared w v then rho else 0.

Definition side_center (first : list nat) (m n : center) (w : nat) : center := if member first w then m else n.

(** Spherical laws are unchanged by all orthogonal maps. Of correlated selves only this much is used, of shapes nothing: what is
    shown holds for the larger class. *)
Definition structured (mu : law utility) (s : structure) : Prop :=
  match s with
  | Independent over => independent mu (singles over)
  | Identical over => independent mu (singles over) /\ forall v w f, In v over -> In w over -> numeric f ->
      Ex mu (fun u => f (u v)) == Ex mu (fun u => f (u w))
  | Symmetric over m => forall w f, In w over -> numeric f ->
      Ex mu (fun u => f (2 * center_value u m - u w)) == Ex mu (fun u => f (u w))
  | Spherical over m => elliptical mu over (fun _ => m) identity_matrix
  | Selves blocks => independent mu blocks
  | Correlated first second shared rho m n =>
      elliptical mu (first ++ second) (side_center first m n) (covariance first second shared rho)
  | Shape _ => True
  end.

Lemma concat_singles : forall over, concat (singles over) = over.
Proof. induction over as [|w over IH]; simpl; congruence. Qed.
