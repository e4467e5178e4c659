package io.topicwire.mqtt.session;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncomingPublishes} with random schedules: a model of a broker sends
 * messages over connections that are cut at any moment, some of them more than once, and
 * they are handled in any order and with any outcome.
 */
class IncomingPublishesRandomTests {

	@Property(tries = 400)
	@Mqtt5({ "MQTT-3.3.4-9", "MQTT-4.3.3-10", "MQTT-4.3.3-12", "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	@Mqtt3({ "MQTT-4.3.2-2", "MQTT-4.3.3-2", "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	void nothingIsLostAndNothingOfQos2IsHandledTwice(@ForAll("schedules") ActionChain<IncomingExchange> schedule) {
		IncomingExchange exchange = schedule.run();
		exchange.broker().send(QoS.AT_LEAST_ONCE);
		exchange.finish();
		assertThat(exchange.broker().finished()).isNotEmpty();
		assertThat(exchange.handled()).containsAll(exchange.broker().finished());
	}

	/**
	 * What only one of the versions allows is not mixed: with MQTT 5.0 a client can
	 * refuse a message, after which its packet identifier may mean another one at once;
	 * with MQTT 3.1.1 a broker may send a message again on the same connection.
	 */
	@Provide
	Arbitrary<ActionChain<IncomingExchange>> schedules() {
		Arbitrary<Integer> positions = Arbitraries.integers().between(0, IncomingExchange.RECEIVE_MAXIMUM - 1);
		return Arbitraries.oneOf(
				schedules(positions).withAction(1,
						Steps.step("refuse", positions,
								(exchange, position) -> exchange.handle(position, ReasonCode.UNSPECIFIED_ERROR))),
				schedules(positions).withAction(2, Steps.step("send duplicate", positions,
						(exchange, position) -> exchange.broker().sendDuplicate(position))));
	}

	private static ActionChainArbitrary<IncomingExchange> schedules(Arbitrary<Integer> positions) {
		return ActionChain.startWith(IncomingExchange::new)
			.withAction(9,
					Steps.step("send", Arbitraries.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE),
							(exchange, qos) -> exchange.broker().send(qos)))
			.withAction(3, Steps.step("send again what was left", (exchange) -> exchange.broker().sendAgain()))
			.withAction(6, Steps.step("read", IncomingExchange::read))
			.withAction(5,
					Steps.step("handle", positions,
							(exchange, position) -> exchange.handle(position, ReasonCode.SUCCESS)))
			.withAction(1, Steps.step("abandon", positions, IncomingExchange::abandon))
			.withAction(2, Steps.step("withhold", positions, IncomingExchange::withhold))
			.withAction(6, Steps.step("broker reads answer", (exchange) -> exchange.broker().read()))
			.withAction(2, Steps.step("resume session", IncomingExchange::resume))
			.withAction(1, Steps.step("lose session", IncomingExchange::restart))
			.withMaxTransformations(400);
	}

}
