package io.topicwire.mqtt.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.QoS;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for one handler, in the order in which they came. Those of QoS 1 and
 * 2 keep their place in the inbox; those of QoS 0 do not, so that they take no room away
 * from other handlers, but are dropped when there are too many. If the broker is to wait
 * instead, they do so only when the handler is stuck. Guarded by the lock of the client.
 */
final class WaitingMessages {

	private final Deque<HandlerAnswer> answers = new ArrayDeque<>();

	private final int limit;

	private final long byteLimit;

	private final InboxOverflowPolicy overflowPolicy;

	private final DropReport dropReport;

	private final Counters counters;

	private final ClientLog log;

	// Who is to blame, for the log
	private final String cause;

	private int atMostOnce;

	private long atMostOnceBytes;

	// The connection the last message came over
	private int connection;

	private boolean withholding;

	private boolean failing;

	WaitingMessages(ClientContext context, String cause) {
		ClientSettings settings = context.settings();
		this.limit = settings.inbox().messages();
		this.byteLimit = settings.inbox().bytes();
		this.overflowPolicy = settings.inbox().overflowPolicy();
		this.dropReport = new DropReport(context, cause);
		this.counters = context.counters();
		this.log = context.log();
		this.cause = cause;
	}

	void add(HandlerAnswer answer) {
		if (this.connection != answer.connection()) {
			this.connection = answer.connection();
			// Of what is sent again one copy is enough
			take(HandlerAnswer::isOutdated);
		}
		if (!answer.isOf(QoS.AT_MOST_ONCE)) {
			addAcknowledged(answer);
		}
		else if (this.withholding || this.overflowPolicy != InboxOverflowPolicy.STOP_READING) {
			addAtMostOnce(answer);
		}
		else {
			enqueue(answer);
		}
	}

	private void addAcknowledged(HandlerAnswer answer) {
		if (this.withholding && !answer.mayBeSetAside()) {
			fail(answer);
			return;
		}
		enqueue(answer);
		if (this.withholding) {
			answer.setAside();
		}
	}

	/**
	 * Treat a message as if its handler had failed instead of being stuck.
	 */
	private void fail(HandlerAnswer answer) {
		this.counters.handlerFailures.increment();
		answer.give(Outcome.FAILED);
		if (!this.failing) {
			this.failing = true;
			this.log.warn(this.cause + ": its messages take too much room, so that they are treated as if it had "
					+ "failed, the first one to topic '" + answer.message().topic() + "'");
		}
	}

	private void addAtMostOnce(HandlerAnswer answer) {
		answer.setAside();
		while (!hasRoomAtMostOnce(answer)) {
			HandlerAnswer oldest = (this.overflowPolicy == InboxOverflowPolicy.DROP_OLDEST) ? takeOldestAtMostOnce()
					: null;
			this.dropReport.dropped(((oldest != null) ? oldest : answer).message());
			if (oldest == null) {
				return;
			}
		}
		enqueue(answer);
	}

	private boolean hasRoomAtMostOnce(HandlerAnswer answer) {
		return this.atMostOnce < this.limit
				&& (this.atMostOnce == 0 || answer.size() <= this.byteLimit - this.atMostOnceBytes);
	}

	private @Nullable HandlerAnswer takeOldestAtMostOnce() {
		for (Iterator<HandlerAnswer> iterator = this.answers.iterator(); iterator.hasNext();) {
			HandlerAnswer answer = iterator.next();
			if (answer.isOf(QoS.AT_MOST_ONCE)) {
				iterator.remove();
				count(answer, -1);
				return answer;
			}
		}
		return null;
	}

	private void enqueue(HandlerAnswer answer) {
		this.answers.add(answer);
		count(answer, 1);
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
		count(answer, -1);
		if (this.atMostOnce <= this.limit / 2 && this.atMostOnceBytes <= this.byteLimit / 2) {
			this.dropReport.relieved();
		}
	}

	private void count(HandlerAnswer answer, int sign) {
		if (answer.isOf(QoS.AT_MOST_ONCE)) {
			this.atMostOnce += sign;
			this.atMostOnceBytes += (long) sign * answer.size();
		}
	}

	/**
	 * Set whether the handler is stuck, so that its messages must not hold back the
	 * acknowledgements of others.
	 */
	void withhold(boolean withholding) {
		this.withholding = withholding;
		this.failing = false;
		if (withholding) {
			List<HandlerAnswer> waiting = take((answer) -> true);
			waiting.forEach(this::add);
		}
	}

}
