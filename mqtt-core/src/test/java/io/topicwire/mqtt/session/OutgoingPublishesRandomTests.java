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
import net.jqwik.api.Tuple;
import net.jqwik.api.state.ActionChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutgoingPublishes} with random schedules: messages are sent to a model
 * of a broker over connections that are cut at any moment, and acknowledged in any order
 * and more than once.
 */
class OutgoingPublishesRandomTests {

	@Property(tries = 200)
	@Mqtt5({ "MQTT-2.2.1-3", "MQTT-3.3.4-7", "MQTT-4.3.2-1", "MQTT-4.3.3-1", "MQTT-4.4.0-1", "MQTT-4.6.0-1",
			"MQTT-4.9.0-1", "MQTT-4.9.0-2" })
	@Mqtt3({ "MQTT-2.3.1-2", "MQTT-2.3.1-3", "MQTT-4.3.2-1", "MQTT-4.3.3-1", "MQTT-4.4.0-1", "MQTT-4.6.0-1" })
	void nothingIsLostAndNothingOfQos2ArrivesTwice(@ForAll("schedules") ActionChain<OutgoingExchange> schedule) {
		OutgoingExchange exchange = schedule.run();
		exchange.finish();
		assertThat(exchange.finished()).hasSize(exchange.sent());
		assertThat(exchange.broker().accepted()).containsAll(exchange.succeeded());
		assertThat(exchange.identifiersInUse()).containsExactlyInAnyOrderElementsOf(exchange.subscribes());
		assertThat(exchange.identifiers().values()).hasSameSizeAs(exchange.subscribes());
	}

	@Provide
	Arbitrary<ActionChain<OutgoingExchange>> schedules() {
		Arbitrary<ReasonCode> reasonCodes = Arbitraries.frequency(Tuple.of(9, ReasonCode.SUCCESS),
				Tuple.of(1, ReasonCode.QUOTA_EXCEEDED));
		Arbitrary<Integer> positions = Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 1), Tuple.of(1, 2));
		Arbitrary<Integer> receiveMaximums = Arbitraries.of(1, 2, 3, 4);
		return ActionChain.startWith(OutgoingExchange::new)
			.withAction(12,
					Steps.step("send", Arbitraries.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE), OutgoingExchange::send))
			.withAction(8,
					Steps.step("broker reads and answers", reasonCodes,
							(exchange, reasonCode) -> exchange.broker().read(reasonCode)))
			.withAction(1, Steps.step("broker repeats PUBREC", (exchange) -> exchange.broker().repeat()))
			.withAction(8, Steps.step("read answer", positions, OutgoingExchange::read))
			.withAction(4, Steps.step("resend", OutgoingExchange::resend))
			.withAction(2, Steps.step("acquire packet identifier", OutgoingExchange::subscribe))
			.withAction(2, Steps.step("release packet identifier", OutgoingExchange::subscribed))
			.withAction(2, Steps.step("resume session", receiveMaximums, OutgoingExchange::resume))
			.withAction(1, Steps.step("lose session", receiveMaximums, OutgoingExchange::restart))
			.withMaxTransformations(400);
	}

}
