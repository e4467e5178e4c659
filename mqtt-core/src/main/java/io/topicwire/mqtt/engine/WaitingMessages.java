package io.topicwire.mqtt.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import io.topicwire.mqtt.QoS;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for one handler, in the order in which they came. Those of QoS 1 and
 * 2 keep their place in the inbox; those of QoS 0 do not, so that they take no room away
 * from other handlers, but are dropped when there are too many. Guarded by the lock of
 * the client.
 */
final class WaitingMessages {

	private final Deque<HandlerAnswer> answers = new ArrayDeque<>();

	private final int limit;

	private final Counters counters;

	private final ClientLog log;

	// Who is to blame, for the log
	private final String cause;

	private int atMostOnce;

	private boolean dropping;

	// The connection the last message came over
	private int connection;

	private boolean withholding;

	WaitingMessages(int limit, Counters counters, ClientLog log, String cause) {
		this.limit = limit;
		this.counters = counters;
		this.log = log;
		this.cause = cause;
	}

	void add(HandlerAnswer answer) {
		if (this.connection != answer.connection()) {
			this.connection = answer.connection();
			// Of what is sent again one copy is enough
			this.answers.removeIf(HandlerAnswer::isOutdated);
		}
		if (!answer.isOf(QoS.AT_MOST_ONCE)) {
			this.answers.add(answer);
			if (this.withholding) {
				answer.setAside();
			}
			return;
		}
		answer.setAside();
		if (this.atMostOnce < this.limit) {
			this.atMostOnce++;
			this.answers.add(answer);
		}
		else {
			drop(answer);
		}
	}

	private void drop(HandlerAnswer answer) {
		this.counters.messagesDropped.increment();
		if (!this.dropping) {
			this.dropping = true;
			this.log.warn(this.cause + ": messages of QoS 0 are dropped, the first one to topic '"
					+ answer.message().topic() + "'");
		}
	}

	/**
	 * Take the first message that is still to be handled.
	 * @return the message, or {@code null} if there is none
	 */
	@Nullable HandlerAnswer poll() {
		for (HandlerAnswer answer = this.answers.poll(); answer != null; answer = this.answers.poll()) {
			removed(answer);
			if (!answer.isOutdated()) {
				return answer;
			}
		}
		return null;
	}

	/**
	 * Take out what meets a condition, in the order in which it came.
	 */
	List<HandlerAnswer> take(Predicate<HandlerAnswer> condition) {
		List<HandlerAnswer> taken = new ArrayList<>();
		this.answers.removeIf((answer) -> condition.test(answer) && taken.add(answer));
		taken.forEach(this::removed);
		return taken;
	}

	private void removed(HandlerAnswer answer) {
		if (answer.isOf(QoS.AT_MOST_ONCE)) {
			this.atMostOnce--;
			this.dropping &= this.atMostOnce > this.limit / 2;
		}
	}

	/**
	 * Set whether the handler is stuck, so that its messages must not hold back the
	 * acknowledgements of others.
	 */
	void withhold(boolean withholding) {
		this.withholding = withholding;
		if (withholding) {
			this.answers.forEach(HandlerAnswer::setAside);
		}
	}

}
