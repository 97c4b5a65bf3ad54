(** Good's theorem: to see a signal before choosing, at no cost, is at least as good, for every goal. *)

From Coq Require Import QArith Qminmax List Lqa.
From Decision Require Import Law.
Import ListNotations.
Open Scope Q_scope.

(** The largest value of a function on a nonempty list, given as its head and its tail. *)
Fixpoint largest {A} (f : A -> Q) (a : A) (l : list A) : Q :=
  match l with [] => f a | b :: r => Qmax (f a) (largest f b r) end.

Lemma largest_bounds : forall {A} (f : A -> Q) l a b, In b (a :: l) -> f b <= largest f a l.
Proof.
  intros A f l. induction l as [|c l IH]; intros a b I; simpl.
  - destruct I as [->|[]]. lra.
  - destruct I as [->|I]. apply Q.le_max_l. apply Qle_trans with (largest f c l). auto. apply Q.le_max_r.
Qed.

Lemma largest_least : forall {A} (f : A -> Q) q l a, (forall b, In b (a :: l) -> f b <= q) -> largest f a l <= q.
Proof.
  intros A f q l. induction l as [|c l IH]; intros a H; simpl.
  - apply H. left. reflexivity.
  - apply Q.max_lub. apply H. left; reflexivity. apply IH. intros b I. apply H. right. exact I.
Qed.

Section Signals.
Context {Act Signal State : Type}.
Variable p : Signal -> State -> Q.  (* joint probabilities, or any weights *)
Variable u : Act -> State -> Q.
Variables (signals : list Signal) (states : list State).

(** The worth of an act on a signal, and over all signals. *)
Definition worth (s : Signal) (a : Act) : Q := Qsum (map (fun w => p s w * u a w) states).
Definition marginal (w : State) : Q := Qsum (map (fun s => p s w) signals).
Definition uninformed_worth (a : Act) : Q := Qsum (map (fun w => marginal w * u a w) states).

Lemma worth_adds_up : forall a, uninformed_worth a == Qsum (map (fun s => worth s a) signals).
Proof.
  intros a. unfold uninformed_worth, worth, marginal. induction signals as [|s l IH]; simpl.
  - rewrite (Qsum_ext _ (fun _ => 0) states). rewrite Qsum_const. ring. intros. ring.
  - rewrite <- IH. clear IH. induction states as [|w r IH]; simpl. { ring. } rewrite IH. ring.
Qed.

Theorem free_information_never_hurts : forall a acts,
  largest uninformed_worth a acts <= Qsum (map (fun s => largest (worth s) a acts) signals).
Proof.
  intros a acts. apply largest_least. intros b I. rewrite worth_adds_up.
  apply Qsum_le. intros s _. apply largest_bounds. exact I.
Qed.

End Signals.
