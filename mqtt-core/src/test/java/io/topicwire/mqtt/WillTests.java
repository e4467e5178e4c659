package io.topicwire.mqtt;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Will}.
 */
class WillTests {

	private final MqttMessage message = MqttMessage.of("a", "secret");

	@Test
	void willIsPublishedWithoutDelayByDefault() {
		assertThat(Will.of(this.message)).isEqualTo(new Will(this.message, Duration.ZERO));
	}

	@Test
	void delayIsFrom0To4294967295Seconds() {
		Duration longest = Duration.ofSeconds(4_294_967_295L);
		assertThat(new Will(this.message, longest).delay()).isEqualTo(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> new Will(this.message, longest.plusSeconds(1)))
			.withMessage("Will delay must be from 0 to 4294967295 seconds but was 4294967296");
		assertThatIllegalArgumentException().isThrownBy(() -> new Will(this.message, Duration.ofMillis(-1)))
			.withMessage("Will delay must be from 0 to 4294967295 seconds but was -1");
	}

	@Test
	void toStringDoesNotShowThePayload() {
		assertThat(Will.of(this.message).toString()).contains("topic=a").doesNotContain("secret");
	}

}
