package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Lets invocations of a listener in while it is open, makes them wait while it is held,
 * and turns them away while it is closed. Its lock is never held while a listener runs.
 */
class InvocationGate {

	private final List<Thread> inside = new ArrayList<>();

	private int retained;

	// How often the gate was opened after having been closed
	private int generation;

	// To wake up nobody takes as long as the rest
	private int waiting;

	private State state = State.CLOSED;

	/**
	 * Open the gate. If it was closed, what was begun before and is not finished does not
	 * keep it from being empty any more.
	 */
	synchronized void open() {
		if (this.state == State.CLOSED) {
			this.generation++;
			this.retained = 0;
		}
		this.state = State.OPEN;
		wakeUp();
	}

	synchronized boolean isOpen() {
		return this.state == State.OPEN;
	}

	/**
	 * Enter if the gate is open, or once it is opened if it is held.
	 * @return whether the caller is inside and has to {@link #leave()}
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	synchronized boolean enter() throws InterruptedException {
		while (this.state == State.HELD) {
			await(Long.MAX_VALUE);
		}
		if (this.state == State.OPEN) {
			this.inside.add(Thread.currentThread());
		}
		return this.state == State.OPEN;
	}

	synchronized void leave() {
		this.inside.remove(Thread.currentThread());
		wakeUp();
	}

	private void wakeUp() {
		if (this.waiting > 0) {
			notifyAll();
		}
	}

	/**
	 * Keep the gate from being empty after the caller has left, because what it began is
	 * not finished. To be called inside.
	 * @return what to {@link #release(int) release} when that is finished
	 */
	synchronized int retain() {
		this.retained++;
		return this.generation;
	}

	synchronized void release(int generation) {
		if (generation == this.generation) {
			this.retained--;
			wakeUp();
		}
	}

	/**
	 * Keep the gate from being empty until something is done that the caller began. To be
	 * called inside.
	 * @param stage completed when it is done
	 * @param outcome told the failure, or {@code null} if there is none
	 * @return completed with the outcome, exceptionally if that fails
	 */
	<T extends @Nullable Object> CompletableFuture<T> retainUntil(CompletionStage<?> stage,
			Function<@Nullable Throwable, T> outcome) {
		CompletableFuture<T> result = new CompletableFuture<>();
		int generation = retain();
		stage.whenComplete((value, failure) -> {
			try {
				result.complete(outcome.apply(failure));
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
			finally {
				release(generation);
			}
		});
		return result;
	}

	/**
	 * Return whether the caller is inside.
	 */
	synchronized boolean isInside() {
		return this.inside.contains(Thread.currentThread());
	}

	synchronized boolean isEmpty() {
		return this.retained == 0 && this.inside.isEmpty();
	}

	/**
	 * Hold the gate unless it is closed, and wait until all others have left. A caller
	 * that is inside does not wait for itself.
	 * @param timeout how long to wait at most
	 * @return whether all have left in time
	 */
	synchronized boolean hold(Duration timeout) {
		this.state = (this.state != State.CLOSED) ? State.HELD : State.CLOSED;
		return awaitEmpty(timeout);
	}

	synchronized boolean isClosed() {
		return this.state == State.CLOSED;
	}

	/**
	 * Close the gate without waiting.
	 * @return whether it was not closed
	 */
	synchronized boolean shut() {
		boolean closed = isClosed();
		this.state = State.CLOSED;
		wakeUp();
		return !closed;
	}

	/**
	 * Close the gate and wait until all others have left, like {@link #hold}.
	 * @param timeout how long to wait at most
	 * @return whether all have left in time
	 */
	synchronized boolean close(Duration timeout) {
		this.state = State.CLOSED;
		wakeUp();
		return awaitEmpty(timeout);
	}

	private boolean awaitEmpty(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (hasOthersInside()) {
				long remaining = deadline - System.nanoTime();
				if (remaining <= 0) {
					return false;
				}
				await(remaining);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void await(long nanos) throws InterruptedException {
		this.waiting++;
		try {
			TimeUnit.NANOSECONDS.timedWait(this, nanos);
		}
		finally {
			this.waiting--;
		}
	}

	private boolean hasOthersInside() {
		return this.retained > 0 || this.inside.stream().anyMatch((thread) -> thread != Thread.currentThread());
	}

	private enum State {

		OPEN, HELD, CLOSED

	}

}
