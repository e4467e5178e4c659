package io.topicwire.mqtt.spring.listener;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says when a listener may be called: opens, pauses and shuts what its messages pass, in
 * the order in which none gets lost between two of them. Thread-safe.
 */
final class ListenerLifecycle {

	private static final Log logger = LogFactory.getLog(ListenerLifecycle.class);

	private final ListenerContext context;

	// That of the subscriptions too: with two, whoever is told in one about what is
	// discarded could wait for the other
	private final Object monitor;

	private final MessageIntake intake;

	private final MessageLanes lanes;

	private final InvocationGate gate;

	private final @Nullable IdleMonitor idleMonitor;

	// Whether the listener was waited for already, so that to suspend takes no second
	// period
	private volatile boolean heldInVain;

	/**
	 * Create a lifecycle that has not begun.
	 * @param context what the calls of the listener have in common; its container is
	 * locked while something changes
	 * @param intake where its messages come
	 * @param idleMonitor tells when none come, or {@code null}
	 */
	ListenerLifecycle(ListenerContext context, MessageIntake intake, @Nullable IdleMonitor idleMonitor) {
		this.context = context;
		this.monitor = context.container();
		this.intake = intake;
		this.lanes = context.lanes();
		this.gate = context.gate();
		this.idleMonitor = idleMonitor;
	}

	boolean isOpen() {
		return this.gate.isOpen() && this.intake.isOpen();
	}

	void open() {
		synchronized (this.monitor) {
			this.heldInVain = false;
			this.lanes.open();
			this.gate.open();
			this.intake.open();
			if (this.idleMonitor != null) {
				this.idleMonitor.start();
			}
		}
	}

	/**
	 * Begin no further call. Those that run go on.
	 */
	void pause() {
		this.lanes.pause();
		this.intake.pause();
	}

	void resume() {
		this.intake.resume();
		this.lanes.resume();
	}

	/**
	 * Return whether this is paused and no call runs.
	 */
	boolean isResting() {
		return this.lanes.isPaused() && this.lanes.isResting() && this.gate.isEmpty();
	}

	/**
	 * Keep further messages waiting, and wait until the listener has returned, or this is
	 * opened again.
	 */
	void hold() {
		long start = System.nanoTime();
		this.intake.hold();
		awaitIntake();
		boolean returned = this.gate.hold(remainingPeriod(start)) || this.gate.isOpen();
		this.heldInVain = !returned;
		warnUnless(returned);
	}

	/**
	 * Take no further messages. Those that are there may have to be handed over first, so
	 * that {@link #awaitReturn()} is to be called as well.
	 */
	void refuseMessages() {
		synchronized (this.monitor) {
			if (!this.intake.refuse()) {
				shut();
			}
		}
	}

	/**
	 * Begin no further call once the messages that are there are handed over, and wait
	 * until the listener has returned.
	 */
	void awaitReturn() {
		long start = System.nanoTime();
		awaitIntake();
		synchronized (this.monitor) {
			if (this.intake.isOpen()) {
				// Started again meanwhile
				return;
			}
			shut();
		}
		boolean returned = this.gate.close(remainingPeriod(start));
		warnUnless(returned || this.heldInVain || this.gate.isOpen());
	}

	private void awaitIntake() {
		// A listener that stops its own container would wait for itself
		if (!this.gate.isInside()) {
			this.intake.awaitEmpty(period());
		}
	}

	private Duration remainingPeriod(long start) {
		return period().minusNanos(System.nanoTime() - start);
	}

	private Duration period() {
		return this.heldInVain ? Duration.ZERO : this.context.properties().getGracefulShutdownPeriod();
	}

	/**
	 * Take no further messages, and begin no further call. Does not wait.
	 * @return whether this was not shut
	 */
	boolean shut() {
		synchronized (this.monitor) {
			this.intake.close();
			boolean open = this.gate.shut();
			this.lanes.close();
			if (this.idleMonitor != null) {
				this.idleMonitor.stop();
			}
			return open;
		}
	}

	private void warnUnless(boolean returned) {
		if (!returned) {
			MqttMessageListenerContainer container = this.context.container();
			Duration period = this.context.properties().getGracefulShutdownPeriod();
			logger.warn("%s Listener '%s' did not return within %d seconds; stopping without it"
				.formatted(container.getClient().logPrefix(), container.getListenerId(), period.toSeconds()));
		}
	}

}
