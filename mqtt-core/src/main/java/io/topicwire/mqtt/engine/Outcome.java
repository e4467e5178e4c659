package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * What came of a message.
 *
 * @param kind what happened
 * @param reasonCode why the message is refused, or success
 * @param reason explanation of the refusal, if there is one
 */
record Outcome(Kind kind, ReasonCode reasonCode, @Nullable String reason) {

	static final Outcome UNMATCHED = new Outcome(Kind.UNMATCHED, ReasonCode.SUCCESS, null);

	static final Outcome HANDLED = new Outcome(Kind.HANDLED, ReasonCode.SUCCESS, null);

	static final Outcome FAILED = new Outcome(Kind.FAILED, ReasonCode.UNSPECIFIED_ERROR, null);

	static final Outcome CANCELLED = new Outcome(Kind.CANCELLED, ReasonCode.SUCCESS, null);

	static Outcome refused(ReasonCode reasonCode, @Nullable String reason) {
		return new Outcome(Kind.REFUSED, reasonCode, reason);
	}

	/**
	 * Return the worse of two outcomes, the first if both are equally bad.
	 */
	static Outcome worse(Outcome first, Outcome second) {
		return (second.kind().compareTo(first.kind()) > 0) ? second : first;
	}

	/**
	 * Kinds of outcomes, the worst last: a handler that cancels wants the message to be
	 * sent again. That one handler did not want it is of no account if another one did.
	 */
	enum Kind {

		UNMATCHED, HANDLED, REFUSED, FAILED, CANCELLED

	}

}
