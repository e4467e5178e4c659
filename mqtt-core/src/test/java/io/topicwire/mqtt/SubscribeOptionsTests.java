package io.topicwire.mqtt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubscribeOptions}.
 */
class SubscribeOptionsTests {

	@Test
	void everythingButQosIsAsInMqtt3ByDefault() {
		assertThat(SubscribeOptions.of(QoS.EXACTLY_ONCE))
			.isEqualTo(new SubscribeOptions(QoS.EXACTLY_ONCE, false, false, RetainHandling.SEND));
	}

	@Test
	void everyChangeKeepsTheOtherOptions() {
		SubscribeOptions options = SubscribeOptions.of(QoS.AT_LEAST_ONCE)
			.noLocal(true)
			.retainAsPublished(true)
			.retainHandling(RetainHandling.DO_NOT_SEND);
		assertThat(options).isEqualTo(new SubscribeOptions(QoS.AT_LEAST_ONCE, true, true, RetainHandling.DO_NOT_SEND));
		assertThat(options.noLocal(false).retainAsPublished(false).retainHandling(RetainHandling.SEND))
			.isEqualTo(SubscribeOptions.of(QoS.AT_LEAST_ONCE));
	}

}
