(** Claims about one finite law: a verified computation of both sides of the thesis. It follows decision/checker/measured.py for laws
    that are given atom by atom. *)

From Coq Require Import QArith List Lqa Bool Arith Setoid.
From Decision Require Import Law Goals Claims Forms Farkas Proofs Integrands Trees Reading Checker Countermodels.
Import ListNotations.
Open Scope Q_scope.

Lemma related_equal : forall r x y, x == y -> related r x -> related r y.
Proof. intros [| |] x y E H; simpl in *; lra. Qed.

Section OneLaw.
Variable c : claim.

(** The difference of both sides under the only law of the class, where there is one. *)
Definition exact_difference : option Q :=
  match assumptions c with
  | [OneLaw l] => if claim_fine c then Some (expectation c l (thesis c)) else None
  | _ => None
  end.

(** Whether the difference is as stated, and what follows from it. *)
Definition check_true (stated : Q) : bool :=
  match exact_difference with Some d => Qeq_bool d stated && related_bool (rel (thesis c)) d | None => false end.

Definition check_false (stated : Q) : bool :=
  match exact_difference with Some d => Qeq_bool d stated && negb (related_bool (rel (thesis c)) d) | None => false end.

Lemma exact_difference_sound : forall d, exact_difference = Some d ->
  (exists mu, in_class c mu) /\ forall mu, in_class c mu -> Ex mu (integrand c (thesis c)) == d.
Proof.
  intros d H. unfold exact_difference in H. destruct (assumptions c) as [|[| | | | |l] [|a r]] eqn:A; try discriminate.
  destruct (claim_fine c) eqn:Fine; try discriminate. injection H as <-. split.
  - exists (law_of l). unfold claim_fine in Fine. apply andb_true_iff in Fine. destruct Fine as [_ Fine].
    rewrite A in Fine. simpl in Fine. rewrite andb_true_r in Fine.
    destruct (law_fine_sound c l Fine) as [P [_ C]]. split; [exact P|split; [exact C|]].
    intros a I. rewrite A in I. destruct I as [<-|[]]. intros f _. reflexivity.
  - intros mu [_ [_ M]]. rewrite expectation_correct. apply (M (OneLaw l)).
    + rewrite A. left. reflexivity.
    + apply integrand_same.
Qed.

(** What is accepted as true is true of the law, and the class is not empty. *)
Theorem check_true_sound : forall q, check_true q = true ->
  (exists mu, in_class c mu) /\ true_of_all c /\ forall mu, in_class c mu -> Ex mu (integrand c (thesis c)) == q.
Proof.
  intros q H. unfold check_true in H. destruct exact_difference as [d|] eqn:D; try discriminate.
  apply andb_true_iff in H. destruct H as [E R]. apply Qeq_bool_iff in E. apply related_bool_iff in R.
  destruct (exact_difference_sound d D) as [M S]. split; [exact M|split].
  - intros mu I. apply (related_equal _ d); [symmetry; apply S, I|exact R].
  - intros mu I. rewrite (S mu I). exact E.
Qed.

(** What is accepted as false is false of every law of the class, and there is one. *)
Theorem check_false_sound : forall q, check_false q = true ->
  false_of_some c /\ forall mu, in_class c mu ->
    ~ satisfies c mu (thesis c) /\ Ex mu (integrand c (thesis c)) == q.
Proof.
  intros q H. unfold check_false in H. destruct exact_difference as [d|] eqn:D; try discriminate.
  apply andb_true_iff in H. destruct H as [E R]. apply Qeq_bool_iff in E. apply negb_true_iff in R.
  destruct (exact_difference_sound d D) as [[mu M] S].
  assert (N : forall mu, in_class c mu -> ~ satisfies c mu (thesis c)).
  { intros nu I K. assert (T : related_bool (rel (thesis c)) d = true); [|congruence].
    apply related_bool_iff. apply (related_equal _ _ _ (S nu I) K). }
  split.
  - exists mu. auto.
  - intros nu I. split; [auto|]. rewrite (S nu I). exact E.
Qed.

End OneLaw.
