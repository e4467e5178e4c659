package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets invocations of a listener in while it is open, and waits for those that are inside
 * when it is closed. Its lock is never held while a listener runs.
 */
class InvocationGate {

	private final List<Thread> inside = new ArrayList<>();

	private boolean open;

	synchronized void open() {
		this.open = true;
	}

	synchronized boolean isOpen() {
		return this.open;
	}

	/**
	 * Enter if the gate is open.
	 * @return whether the caller is inside and has to {@link #leave()}
	 */
	synchronized boolean enter() {
		if (this.open) {
			this.inside.add(Thread.currentThread());
		}
		return this.open;
	}

	synchronized void leave() {
		this.inside.remove(Thread.currentThread());
		notifyAll();
	}

	/**
	 * Close the gate and wait until all others have left. A caller that is inside does
	 * not wait for itself.
	 * @param timeout how long to wait at most
	 * @return whether all have left in time
	 */
	synchronized boolean close(Duration timeout) {
		this.open = false;
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (hasOthersInside()) {
				long remaining = deadline - System.nanoTime();
				if (remaining <= 0) {
					return false;
				}
				TimeUnit.NANOSECONDS.timedWait(this, remaining);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private boolean hasOthersInside() {
		return this.inside.stream().anyMatch((thread) -> thread != Thread.currentThread());
	}

}
