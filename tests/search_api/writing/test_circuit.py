"""The circuit: an endpoint that fails is left alone, and then tried again."""

import threading
from contextlib import ExitStack, suppress

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from search_api.writing.circuit import FAILURES_IN_A_ROW, MOST_AT_ONCE, REST_SECONDS, Circuit
from search_api.writing.types import EndpointError
from tests.written_worlds import Clock


def attempt(circuit: Circuit, error: BaseException | None = None) -> str:
    """Run an attempt that ends with `error`; return why it was not admitted, or how it ended."""
    stack = ExitStack()
    try:
        stack.enter_context(circuit.attempt())
    except EndpointError as refusal:
        return refusal.reason
    end(stack.pop_all(), error)
    return type(error).__name__


def end(stack: ExitStack, error: BaseException | None) -> None:
    """End an attempt as if `error` had been raised in it."""
    with suppress(EndpointError, GeneratorExit):
        stack.__exit__(error and type(error), error, None)


FAILURE = EndpointError("timeout")


def opened() -> tuple[Circuit, Clock]:
    clock = Clock()
    circuit = Circuit(clock)
    for _ in range(FAILURES_IN_A_ROW):
        assert attempt(circuit, FAILURE) == "EndpointError"
    return circuit, clock


def test_after_failures_in_a_row_the_endpoint_rests_and_then_one_may_try():
    circuit, clock = opened()
    assert circuit.resting
    clock.now += REST_SECONDS - 1
    assert attempt(circuit) == "resting"
    clock.now += 1
    assert not circuit.resting
    with circuit.attempt():
        assert attempt(circuit) == "resting", "while one tries, the others wait"
    assert attempt(circuit) == "NoneType"


def test_an_attempt_from_before_the_rest_does_not_end_the_trial():
    clock = Clock()
    circuit = Circuit(clock)
    with circuit.attempt():
        old = ExitStack()
        old.enter_context(circuit.attempt())
        for _ in range(FAILURES_IN_A_ROW):
            attempt(circuit, FAILURE)
        clock.now += REST_SECONDS
        with circuit.attempt():
            end(old, GeneratorExit())
            assert attempt(circuit) == "resting"


def test_a_failed_trial_rests_again_at_once():
    circuit, clock = opened()
    clock.now += REST_SECONDS
    assert attempt(circuit, FAILURE) == "EndpointError"
    assert attempt(circuit) == "resting"


def test_a_trial_that_the_reader_leaves_decides_nothing():
    circuit, clock = opened()
    clock.now += REST_SECONDS
    assert attempt(circuit, GeneratorExit()) == "GeneratorExit"
    assert attempt(circuit) == "NoneType"


def test_a_success_between_failures_starts_the_count_again():
    circuit = Circuit(Clock())
    for error in (FAILURE, FAILURE, None, FAILURE, FAILURE, GeneratorExit()):
        attempt(circuit, error)
    assert attempt(circuit) == "NoneType"


class CircuitMachine(RuleBasedStateMachine):
    """Attempts begin and end in any order; the circuit never loses count."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.circuit = Circuit(self.clock)
        self.running = []

    @rule()
    def begin(self):
        stack = ExitStack()
        reasons = {"busy"} if len(self.running) == MOST_AT_ONCE else set()
        reasons |= {"resting"} if self.circuit.resting else set()
        try:
            stack.enter_context(self.circuit.attempt())
        except EndpointError as refusal:
            reasons.remove(refusal.reason)
        else:
            assert not reasons
            self.running.append(stack)

    @precondition(lambda self: self.running)
    @rule(error=st.sampled_from([None, FAILURE, GeneratorExit()]), number=st.integers(0, MOST_AT_ONCE))
    def end_one(self, error, number):
        end(self.running.pop(number % len(self.running)), error)
        if error is None:
            assert not self.circuit.resting

    @rule(seconds=st.sampled_from([1.0, REST_SECONDS]))
    def wait(self, seconds):
        self.clock.now += seconds

    @invariant()
    def never_too_many(self):
        assert len(self.running) <= MOST_AT_ONCE

    def teardown(self):
        while self.running:
            end(self.running.pop(), None)
        self.clock.now += REST_SECONDS
        assert attempt(self.circuit) == "NoneType"


TestCircuitMachine = CircuitMachine.TestCase


def test_no_more_than_a_few_run_at_once_in_many_threads():
    circuit, together, inside, most, refusals = Circuit(), threading.Barrier(20), [], [], set()
    lock = threading.Lock()

    def run():
        together.wait()
        for _ in range(200):
            try:
                with circuit.attempt():
                    with lock:
                        inside.append(1)
                        most.append(len(inside))
                    with lock:
                        inside.pop()
            except EndpointError as refusal:
                refusals.add(refusal.reason)

    threads = [threading.Thread(target=run) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= max(most) <= MOST_AT_ONCE
    assert refusals <= {"busy"}
    assert attempt(circuit) == "NoneType"
