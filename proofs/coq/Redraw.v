(** Laws of independent outcomes: each outcome may be drawn anew, so flips of symmetric ones and permutations of identical ones leave
    the law unchanged. *)

From Coq Require Import QArith List Lqa Bool Arith Setoid.
From Decision Require Import Law Goals Structures Exchanges.
Import ListNotations.
Open Scope Q_scope.

Lemma Qsum_pick : forall (a : Q) (f : nat -> Q) s l, NoDup l -> In s l ->
  Qsum (map (fun x => (if x =? s then a else 0) * f x) l) == a * f s.
Proof.
  intros a f s l N. induction N as [|x l X N IH]; intros I; [destruct I|]. simpl. destruct (Nat.eqb_spec x s) as [->|D].
  - rewrite (Qsum_ext _ (fun _ => 0) l), Qsum_const. ring.
    intros y J. destruct (Nat.eqb_spec y s) as [->|]; [contradiction|ring].
  - destruct I as [->|I]; [contradiction|]. rewrite (IH I). ring.
Qed.

Lemma Ex_swap : forall {U V} (mu : law U) (nu : law V) (f : U -> V -> Q),
  Ex mu (fun u => Ex nu (fun v => f u v)) == Ex nu (fun v => Ex mu (fun u => f u v)).
Proof.
  intros U V mu nu f. induction mu as [|[q u] mu IH]; simpl. { rewrite Ex_zero. reflexivity. }
  rewrite IH, <- Ex_scale, <- Ex_plus. reflexivity.
Qed.

Lemma splice_near : forall part u v u' v' w, (In w part -> u w == u' w) -> (~ In w part -> v w == v' w) ->
  splice part u v w == splice part u' v' w.
Proof.
  intros part u v u' v' w H K. unfold splice. destruct (member part w) eqn:M.
  - apply H, member_iff, M.
  - apply K. intros I. apply member_iff in I. congruence.
Qed.

Section Redraw.
Variable mu : law utility.

Definition unchanged_on (over : list nat) (k : utility -> utility) : Prop :=
  forall F, function_of over F -> Ex mu (fun u => F (k u)) == Ex mu F.

Lemma function_of_incl : forall over over' F, incl over over' -> function_of over F -> function_of over' F.
Proof. intros over over' F I H u v E. apply H. auto. Qed.

Lemma function_compatible : forall over F, function_of over F -> compatible same_goal F.
Proof. intros over F H u v E. apply H. auto. Qed.

Variable over : list nat.
Hypothesis over_independent : independent mu (singles over).

Definition put (w : nat) (x : Q) (v : utility) : utility := fun y => if y =? w then x else v y.

Lemma splice_single : forall w u v, same_goal (splice [w] u v) (put w (u w) v).
Proof.
  intros w u v y. unfold splice, put, member. simpl. rewrite orb_false_r. destruct (Nat.eqb_spec y w) as [->|]; reflexivity.
Qed.

Lemma redraw : forall F w, function_of over F -> In w over ->
  Ex mu F == Ex mu (fun v => Ex mu (fun u => F (put w (u w) v))).
Proof.
  intros F w H I. assert (A := over_independent [w]). unfold apart in A. rewrite concat_singles in A.
  rewrite (A ltac:(apply (in_map (fun w => [w])); exact I) F H). apply Ex_ext. intros v. apply Ex_ext. intros u.
  apply (function_compatible over F H), splice_single.
Qed.

Lemma put_near : forall w x x' v v' y, x == x' -> v y == v' y -> put w x v y == put w x' v' y.
Proof. intros w x x' v v' y E D. unfold put. destruct (y =? w); auto. Qed.

Lemma flip_single : forall w k, In w over ->
  (forall f, numeric f -> Ex mu (fun u => f (k - u w)) == Ex mu (fun u => f (u w))) ->
  unchanged_on over (fun u => put w (k - u w) u).
Proof.
  intros w k I S F H.
  assert (G : function_of over (fun u => F (put w (k - u w) u))).
  { intros u v E. apply H. intros y J. apply put_near; auto. rewrite (E w I). reflexivity. }
  rewrite (redraw _ w G I), (redraw F w H I). apply Ex_ext. intros v.
  rewrite <- (S (fun x => F (put w x v))).
  - apply Ex_ext. intros u. apply H. intros y _. unfold put. rewrite Nat.eqb_refl. destruct (y =? w); reflexivity.
  - intros x y E. apply H. intros z _. apply put_near; auto. reflexivity.
Qed.

Hypothesis identical : forall v w f, In v over -> In w over -> numeric f ->
  Ex mu (fun u => f (u v)) == Ex mu (fun u => f (u w)).

Lemma exchange_unchanged : forall a b, In a over -> In b over -> unchanged_on over (fun u w => u (exchange a b w)).
Proof.
  intros a b Ia Ib F H. destruct (Nat.eq_dec a b) as [<-|D].
  { apply Ex_ext. intros u. apply H. intros w _. unfold exchange. destruct (Nat.eqb_spec w a) as [->|]; reflexivity. }
  set (K := fun x y (v : utility) => F (put a x (put b y v))).
  assert (Kn : forall x x' y y' v, x == x' -> y == y' -> K x y v == K x' y' v).
  { intros x x' y y' v E E'. apply H. intros w _. apply put_near; auto. apply put_near; auto. reflexivity. }
  assert (Twice : forall G, function_of over G ->
    Ex mu G == Ex mu (fun v => Ex mu (fun u' => Ex mu (fun u => G (put a (u a) (put b (u' b) v)))))).
  { intros G HG. rewrite (redraw G a HG Ia). rewrite (redraw (fun v => Ex mu (fun u => G (put a (u a) v))) b); auto.
    - reflexivity.
    - intros u v E. apply Ex_ext. intros x. apply HG. intros w J. apply put_near; auto. reflexivity. }
  rewrite (Twice (fun u => F (fun w => u (exchange a b w)))), (Twice F H).
  2: { intros u v E. apply H. intros w J. apply E. unfold exchange. destruct (w =? a), (w =? b); auto. }
  apply Ex_ext. intros v.
  transitivity (Ex mu (fun u' => Ex mu (fun u => K (u' b) (u a) v))).
  { apply Ex_ext. intros u'. apply Ex_ext. intros u. apply H. intros w _. unfold exchange, put.
    destruct (Nat.eqb_spec w a) as [->|Na].
    - destruct (Nat.eqb_spec b a) as [->|]; [contradiction|]. rewrite Nat.eqb_refl. reflexivity.
    - destruct (Nat.eqb_spec w b) as [->|Nb]. rewrite Nat.eqb_refl. reflexivity.
      destruct (Nat.eqb_spec w a), (Nat.eqb_spec w b); try contradiction. reflexivity. }
  transitivity (Ex mu (fun u' => Ex mu (fun u => K (u' a) (u a) v))).
  { apply (identical b a (fun x => Ex mu (fun u => K x (u a) v)) Ib Ia). intros x y E. apply Ex_ext. intros u.
    apply Kn; auto. reflexivity. }
  rewrite Ex_swap. apply (identical a b (fun x => Ex mu (fun u => K (u a) x v)) Ia Ib). intros x y E. apply Ex_ext.
  intros u. apply Kn; auto. reflexivity.
Qed.

Lemma permutation_unchanged : forall ws f, incl ws over -> (forall w, ~ In w ws -> f w = w) ->
  (forall v w, f v = f w -> v = w) -> unchanged_on over (fun u w => u (f w)).
Proof.
  intros ws f I Out Inj F H.
  assert (Fo : forall w, In w over -> In (f w) over).
  { intros w J. destruct (in_dec Nat.eq_dec (f w) ws) as [K|K]; [apply I, K|]. assert (E := Out _ K). apply Inj in E.
    rewrite E. exact J. }
  apply (exchanges_suffice mu (function_of over) (function_compatible over)
    (fun a b => a = b \/ (In a over /\ In b over))) with (ws := ws); auto.
  - intuition.
  - intros x y z [->|[A B]] [->|[C D]]; auto.
  - intros a b [<-|[Ia Ib]] G HG; [|apply exchange_unchanged; auto].
    apply Ex_ext. intros u. apply HG. intros w _. rewrite exchange_self. reflexivity.
  - intros g G L HG u v E. apply HG. intros w J. apply E. destruct (L w) as [<-|[_ K]]; auto.
  - intros w. destruct (in_dec Nat.eq_dec w ws) as [J|J]; [right|left; symmetry; apply Out, J]. split; [apply I, J|apply Fo, I, J].
Qed.
End Redraw.
