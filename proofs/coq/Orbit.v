(** The orbit lemma: what invariance under finitely many relabellings is worth.

    A goal class that is closed under a finite group [G] satisfies [E h >= 0] for each of its laws exactly when the sum of
    [h] over the orbit of every (supported) goal is nonnegative; a goal at which the sum is negative is a countermodel: the
    uniform law on its orbit. Weighted sums over some relabellings are enough for one direction, and the moments of the
    class may be subtracted with multipliers: weak duality. *)

From Coq Require Import QArith List Lqa Bool Permutation Morphisms.
From Decision Require Import Law.
Import ListNotations.
Open Scope Q_scope.

Section Orbits.
Context {U : Type} (eqU : U -> U -> Prop) {equiv : Equivalence eqU}.
Notation invariant := (@invariant U eqU).
Notation compatible := (@compatible U eqU).

Implicit Types (mu : law U) (h : U -> Q).

(** The weighted sum of [h] over relabellings. *)
Definition weighted (ws : list (Q * (U -> U))) h (u : U) : Q := Qsum (map (fun w => fst w * h (snd w u)) ws).
Definition total (ws : list (Q * (U -> U))) : Q := Qsum (map fst ws).

Lemma Ex_weighted : forall mu ws h, compatible h -> (forall w, In w ws -> invariant mu (snd w)) ->
  Ex mu (weighted ws h) == total ws * Ex mu h.
Proof.
  intros mu ws h C I. unfold weighted, total.
  rewrite (Ex_sum mu (fun w u => fst w * h (snd w u)) ws).
  rewrite (Qsum_ext _ (fun w => Ex mu h * fst w) ws).
  - rewrite Qsum_scale. ring.
  - intros w W. rewrite Ex_scale, (I w W h C). ring.
Qed.

Theorem orbit_average : forall mu (G : list (U -> U)) h, compatible h -> (forall g, In g G -> invariant mu g) ->
  Ex mu (fun u => Qsum (map (fun g => h (g u)) G)) == count_of G * Ex mu h.
Proof.
  intros mu G h C I. rewrite (Ex_sum mu (fun g u => h (g u)) G).
  rewrite (Qsum_ext _ (fun _ => Ex mu h) G). apply Qsum_const. intros g H. apply (I g H h C).
Qed.

Theorem weighted_sum_suffices : forall mu ws h,
  prob mu -> compatible h -> (forall w, In w ws -> invariant mu (snd w)) -> 0 < total ws ->
  almost_surely mu (fun u => 0 <= weighted ws h u) -> 0 <= Ex mu h.
Proof.
  intros mu ws h Pm C I T H. assert (0 <= total ws * Ex mu h).
  { rewrite <- (Ex_weighted mu ws h C I). apply Ex_nonneg; auto. apply (proj1 Pm). }
  destruct (Qlt_le_dec (Ex mu h) 0); auto. nra.
Qed.

Theorem weighted_sum_suffices_strict : forall mu ws h,
  prob mu -> compatible h -> (forall w, In w ws -> invariant mu (snd w)) -> 0 < total ws ->
  almost_surely mu (fun u => 0 < weighted ws h u) -> 0 < Ex mu h.
Proof.
  intros mu ws h Pm C I T H. assert (0 < total ws * Ex mu h).
  { rewrite <- (Ex_weighted mu ws h C I). apply Ex_positive; auto. }
  destruct (Qlt_le_dec 0 (Ex mu h)); auto. nra.
Qed.

(** *** Countermodels *)

(** Composition with a member of [G] permutes [G], up to equality of goals. *)
Definition closed (G : list (U -> U)) := forall g, In g G ->
  exists G', Permutation G' G /\ Forall2 (fun k k' => forall u, eqU (g (k u)) (k' u)) G G'.

Definition orbit_law (G : list (U -> U)) (u : U) : law U := map (fun g => (1 / count_of G, g u)) G.

Lemma Ex_orbit_law : forall G u f, G <> [] -> Ex (orbit_law G u) f == Qsum (map (fun g => f (g u)) G) / count_of G.
Proof.
  intros G u f N. unfold orbit_law. assert (P := count_pos G N). set (n := count_of G) in *. clearbody n.
  clear N. induction G as [|g G IH]; simpl. { field. lra. } rewrite IH. field. lra.
Qed.

Lemma orbit_law_prob : forall G u, G <> [] -> prob (orbit_law G u).
Proof.
  intros G u N. assert (P := count_pos G N). split.
  - intros q v I. unfold orbit_law in I. apply in_map_iff in I. destruct I as [g [E _]]. injection E as <- _.
    apply Qle_shift_div_l; auto. lra.
  - rewrite Ex_orbit_law by auto. rewrite Qsum_const. field. lra.
Qed.

Lemma orbit_law_invariant : forall G u, G <> [] -> closed G -> forall g, In g G -> invariant (orbit_law G u) g.
Proof.
  intros G u N C g I f Cf. rewrite 2!Ex_orbit_law by auto. destruct (C g I) as [G' [P F]].
  apply Qmult_comp; [|reflexivity].
  rewrite <- (Qsum_permutation _ _ (Permutation_map (fun k => f (k u)) P)).
  clear - F Cf. induction F as [|k k' l l' E F IH]; simpl. { reflexivity. } rewrite IH, (Cf _ _ (E u)). reflexivity.
Qed.

Lemma orbit_law_supported : forall G u (S : U -> Prop), (forall g v, In g G -> S v -> S (g v)) -> S u ->
  almost_surely (orbit_law G u) S.
Proof.
  intros G u S H Su q v I _. apply in_map_iff in I. destruct I as [g [E J]]. injection E as _ <-. auto.
Qed.

(** A violating goal gives a law in the class that violates the thesis. *)
Theorem countermodel : forall G h u (S : U -> Prop),
  G <> [] -> closed G -> (forall g v, In g G -> S v -> S (g v)) -> S u -> Qsum (map (fun g => h (g u)) G) < 0 ->
  exists mu, prob mu /\ almost_surely mu S /\ (forall g, In g G -> invariant mu g) /\ Ex mu h < 0.
Proof.
  intros G h u S N C St Su V. exists (orbit_law G u). repeat split.
  - apply (orbit_law_prob G u N).
  - apply (orbit_law_prob G u N).
  - apply orbit_law_supported; auto.
  - intros g I. apply orbit_law_invariant; auto.
  - rewrite Ex_orbit_law by auto. apply Qlt_shift_div_r. apply count_pos; auto. lra.
Qed.

(** The orbit lemma. [S] is the support (goals without ties, goals in a cone, all goals), and is stable under [G]. *)
Theorem orbit_lemma : forall G h (S : U -> Prop),
  G <> [] -> closed G -> (forall g v, In g G -> S v -> S (g v)) -> compatible h ->
  ((forall mu, prob mu -> almost_surely mu S -> (forall g, In g G -> invariant mu g) -> 0 <= Ex mu h) <->
   (forall u, S u -> 0 <= Qsum (map (fun g => h (g u)) G))).
Proof.
  intros G h S N C St Ch. split; intros H.
  - intros u Su. destruct (Qlt_le_dec (Qsum (map (fun g => h (g u)) G)) 0) as [V|]; auto.
    destruct (countermodel G h u S N C St Su V) as [mu [Pm [Sm [I V']]]]. generalize (H mu Pm Sm I). lra.
  - intros mu Pm Sm I. assert (0 <= count_of G * Ex mu h).
    { rewrite <- orbit_average by auto. apply Ex_nonneg. apply (proj1 Pm). intros q u J L. apply H, (Sm q u J L). }
    assert (P := count_pos G N). destruct (Qlt_le_dec (Ex mu h) 0); auto. nra.
Qed.

(** *** Weak duality of the moment problem *)

(** Any law that satisfies the moment conditions bounds any multipliers from above: [c] is at most [E h]. *)
Theorem weak_duality : forall mu ws h (moments : list (Q * (U -> Q))) c,
  prob mu -> compatible h -> (forall w, In w ws -> invariant mu (snd w)) -> total ws == 1 ->
  (forall m, In m moments -> 0 <= fst m /\ 0 <= Ex mu (snd m)) ->
  almost_surely mu (fun u => c <= weighted ws h u - Qsum (map (fun m => fst m * snd m u) moments)) ->
  c <= Ex mu h.
Proof.
  intros mu ws h moments c Pm C I T M H.
  assert (L : c <= Ex mu (fun u => weighted ws h u + (-1) * Qsum (map (fun m => fst m * snd m u) moments))).
  { rewrite <- (Ex_const mu c Pm). apply Ex_le. apply (proj1 Pm). intros q u J P. generalize (H q u J P). lra. }
  rewrite Ex_plus, Ex_scale, (Ex_weighted mu ws h C I), T in L.
  rewrite (Ex_sum mu (fun m u => fst m * snd m u) moments) in L.
  assert (0 <= Qsum (map (fun m => Ex mu (fun u => fst m * snd m u)) moments)).
  { assert (Z : Qsum (map (fun _ => 0) moments) == 0) by (rewrite Qsum_const; ring). rewrite <- Z.
    apply Qsum_le. intros m J. rewrite Ex_scale. destruct (M m J). nra. }
  lra.
Qed.

End Orbits.
