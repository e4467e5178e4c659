package io.topicwire.mqtt.fault;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what a proxy does.
 */
final class FaultCounter {

	private final Map<Ending, Long> endings = new EnumMap<>(Ending.class);

	private long connections;

	private long refused;

	private long delayed;

	private long heldBack;

	private long swallowed;

	synchronized int connection() {
		return (int) ++this.connections;
	}

	synchronized void refused() {
		this.refused++;
	}

	synchronized void ended(Ending ending) {
		this.endings.merge(ending, 1L, Long::sum);
	}

	synchronized Effect count(Effect effect) {
		if (effect instanceof Effect.Delay) {
			this.delayed++;
		}
		else if (effect instanceof Effect.HoldBack) {
			this.heldBack++;
		}
		else if (effect instanceof Effect.Swallow) {
			this.swallowed++;
		}
		return effect;
	}

	synchronized FaultCounts counts() {
		return new FaultCounts(this.connections, this.refused, this.endings, this.delayed, this.heldBack,
				this.swallowed);
	}

}
