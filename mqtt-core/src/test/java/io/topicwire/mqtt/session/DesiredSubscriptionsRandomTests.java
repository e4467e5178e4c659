package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.packet.Subscribe;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.ActionChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DesiredSubscriptions} with random schedules: a model of a broker has
 * to hold exactly what is wanted in the end, whatever happened on the way.
 */
class DesiredSubscriptionsRandomTests {

	@Property(tries = 200)
	void brokerHoldsWhatIsWantedInTheEnd(@ForAll("schedules") ActionChain<Exchange> schedule) {
		Exchange exchange = schedule.withInvariant(Exchange::assertConsistent).run();
		exchange.finish();
		assertThat(exchange.held).isEqualTo(exchange.wanted);
		assertThat(exchange.wanted.keySet()).allMatch(exchange.subscriptions::isGranted);
	}

	@Provide
	Arbitrary<ActionChain<Exchange>> schedules() {
		Arbitrary<String> filters = Arbitraries.of("a", "b", "c");
		Arbitrary<Subscribe.Request> requests = Combinators
			.combine(filters, Arbitraries.of(QoS.AT_MOST_ONCE, QoS.AT_LEAST_ONCE).map(SubscribeOptions::of))
			.as(Subscribe.Request::new);
		Arbitrary<Integer> limits = Arbitraries.of(1, 2, 3);
		Arbitrary<ReasonCode> reasonCodes = Arbitraries.frequency(Tuple.of(3, ReasonCode.SUCCESS),
				Tuple.of(1, ReasonCode.NOT_AUTHORIZED));
		return ActionChain.startWith(Exchange::new)
			.withAction(12, Steps.step("want", requests, Exchange::want))
			.withAction(8, Steps.step("forget", filters, Exchange::forget))
			.withAction(4, Steps.step("unsubscribe", limits, Exchange::takeUnwanted))
			.withAction(4, Steps.step("subscribe", limits, Exchange::takeNeeded))
			.withAction(8, Steps.step("broker answers", reasonCodes, Exchange::serve))
			.withAction(8, Steps.step("read answer", Exchange::read))
			.withAction(1,
					Steps.step("reconnect with session present",
							Arbitraries.frequency(Tuple.of(2, true), Tuple.of(1, false)), Exchange::reconnect))
			.withMaxTransformations(300);
	}

	/**
	 * Subscriptions and a model of a broker.
	 */
	static final class Exchange {

		private final DesiredSubscriptions subscriptions = new DesiredSubscriptions();

		private final Map<String, SubscribeOptions> wanted = new HashMap<>();

		// What the broker holds
		private final Map<String, SubscribeOptions> held = new HashMap<>();

		// A request to subscribe, or a topic filter to unsubscribe from
		private final Deque<Object> toBroker = new ArrayDeque<>();

		private final Deque<Answer> toClient = new ArrayDeque<>();

		// Topic filters of requests to unsubscribe that were not answered
		private final List<String> unanswered = new ArrayList<>();

		private void assertConsistent() {
			for (String filter : this.wanted.keySet()) {
				assertThat(this.subscriptions.options(filter)).isEqualTo(this.wanted.get(filter));
				if (this.subscriptions.isGranted(filter)) {
					assertThat(this.held).containsEntry(filter, this.wanted.get(filter));
				}
			}
		}

		private void want(Subscribe.Request request) {
			this.wanted.put(request.filter(), request.options());
			this.subscriptions.want(request.filter(), request.options());
		}

		private void forget(String filter) {
			this.wanted.remove(filter);
			this.subscriptions.forget(filter);
		}

		private void takeUnwanted(int limit) {
			List<String> filters = this.subscriptions.takeUnwanted(limit);
			this.toBroker.addAll(filters);
			this.unanswered.addAll(filters);
		}

		/**
		 * Ask for subscriptions when there is nothing to unsubscribe from, so that the
		 * broker gets the requests for a topic filter in the order in which they were
		 * made.
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

		private void finish() {
			// What was refused is asked for again on the next connection
			reconnect(true);
			for (int i = 0; i < 10; i++) {
				takeUnwanted(1);
				takeNeeded(1);
				serve(ReasonCode.SUCCESS);
				read();
			}
		}

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
