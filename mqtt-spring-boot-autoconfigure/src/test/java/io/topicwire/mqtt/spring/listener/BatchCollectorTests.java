package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BatchCollector}.
 */
class BatchCollectorTests {

	private final AtomicInteger requests = new AtomicInteger();

	private final BatchCollector collector = new BatchCollector(10, Duration.ZERO, this.requests::incrementAndGet);

	@Test
	void nextBatchIsAskedForWhenOneIsGivenUpThatWasBegunBeforeThisWasOpenedAgain() throws Exception {
		this.collector.open();
		this.collector.add(message());
		assertThat(this.collector.take()).hasSize(1);
		assertThat(this.collector.cancel()).isEmpty();
		this.collector.open();
		this.collector.add(message());
		assertThat(this.requests).hasValue(1);
		this.collector.refused();
		assertThat(this.requests).hasValue(2);
		assertThat(this.collector.take()).hasSize(1);
	}

	@Test
	void nothingIsAskedForWhenABatchIsRefusedBecauseThisIsShut() throws Exception {
		this.collector.open();
		this.collector.add(message());
		this.collector.add(message());
		this.collector.shut();
		this.collector.refused();
		assertThat(this.requests).hasValue(1);
		assertThat(this.collector.cancel()).hasSize(2);
	}

	private static BatchMessage message() {
		return new BatchMessage(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE), Collections.emptyMap(),
				mock(Acknowledgement.class), System.nanoTime());
	}

}
