package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.packet.Subscribe;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DesiredSubscriptions} with random schedules: a model of a broker has
 * to hold exactly what is wanted in the end, whatever happened on the way.
 */
class DesiredSubscriptionsRandomTests {

	private final DesiredSubscriptions subscriptions = new DesiredSubscriptions();

	private final Map<String, SubscribeOptions> wanted = new HashMap<>();

	// What the broker holds
	private final Map<String, SubscribeOptions> held = new HashMap<>();

	// A request to subscribe, or a topic filter to unsubscribe from
	private final Deque<Object> toBroker = new ArrayDeque<>();

	private final Deque<Answer> toClient = new ArrayDeque<>();

	// Topic filters of requests to unsubscribe that were not answered
	private final List<String> unanswered = new ArrayList<>();

	@RepeatedTest(300)
	void brokerHoldsWhatIsWantedInTheEnd(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		for (int step = 0; step < 300; step++) {
			step(random);
			for (String filter : this.wanted.keySet()) {
				assertThat(this.subscriptions.options(filter)).isEqualTo(this.wanted.get(filter));
				if (this.subscriptions.isGranted(filter)) {
					assertThat(this.held).containsEntry(filter, this.wanted.get(filter));
				}
			}
		}
		// What was refused is asked for again on the next connection
		reconnect(true);
		for (int i = 0; i < 10; i++) {
			takeUnwanted(1);
			takeNeeded(1);
			serve(ReasonCode.SUCCESS);
			read();
		}
		assertThat(this.held).isEqualTo(this.wanted);
		assertThat(this.wanted.keySet()).allMatch(this.subscriptions::isGranted);
	}

	private void step(Random random) {
		String filter = String.valueOf((char) ('a' + random.nextInt(3)));
		switch (random.nextInt(12)) {
			case 0, 1, 2 -> {
				SubscribeOptions options = SubscribeOptions.of(QoS.of(random.nextInt(2)));
				this.wanted.put(filter, options);
				this.subscriptions.want(filter, options);
			}
			case 3, 4 -> {
				this.wanted.remove(filter);
				this.subscriptions.forget(filter);
			}
			case 5 -> takeUnwanted(1 + random.nextInt(3));
			case 6 -> takeNeeded(1 + random.nextInt(3));
			case 7, 8 -> serve((random.nextInt(4) > 0) ? ReasonCode.SUCCESS : ReasonCode.NOT_AUTHORIZED);
			case 9, 10 -> read();
			default -> {
				if (random.nextInt(4) == 0) {
					reconnect(random.nextInt(3) > 0);
				}
			}
		}
	}

	private void takeUnwanted(int limit) {
		List<String> filters = this.subscriptions.takeUnwanted(limit);
		this.toBroker.addAll(filters);
		this.unanswered.addAll(filters);
	}

	/**
	 * Ask for subscriptions when there is nothing to unsubscribe from, so that the broker
	 * gets the requests for a topic filter in the order in which they were made.
	 */
	private void takeNeeded(int limit) {
		takeUnwanted(3);
		this.toBroker.addAll(this.subscriptions.takeNeeded(limit));
	}

	private void serve(ReasonCode reasonCode) {
		Object request = this.toBroker.poll();
		if (request instanceof Subscribe.Request subscribe && !reasonCode.isError()) {
			this.held.put(subscribe.filter(), subscribe.options());
		}
		else if (request instanceof String filter) {
			this.held.remove(filter);
		}
		if (request != null) {
			this.toClient.add(new Answer(request, reasonCode));
		}
	}

	private void read() {
		Answer answer = this.toClient.poll();
		if (answer != null && answer.request() instanceof Subscribe.Request subscribe) {
			this.subscriptions.answered(subscribe, answer.reasonCode());
		}
		else if (answer != null) {
			this.unanswered.remove((String) answer.request());
		}
	}

	private void reconnect(boolean sessionPresent) {
		this.toBroker.clear();
		this.toClient.clear();
		if (!sessionPresent) {
			this.held.clear();
		}
		this.subscriptions.restart(sessionPresent, List.copyOf(this.unanswered));
		this.unanswered.clear();
	}

	/**
	 * An answer of the broker.
	 *
	 * @param request what it answers
	 * @param reasonCode what it says
	 */
	private record Answer(Object request, ReasonCode reasonCode) {

	}

}
