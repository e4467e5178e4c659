package io.topicwire.mqtt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link QoS}.
 */
class QoSTests {

	@Test
	void ofReturnsTheQualityOfServiceWithThatLevel() {
		for (QoS qos : QoS.values()) {
			assertThat(QoS.of(qos.level())).isSameAs(qos);
		}
	}

	@Test
	void ofThrowsWhenThereIsNoSuchLevel() {
		assertThatIllegalArgumentException().isThrownBy(() -> QoS.of(3)).withMessage("QoS must be 0, 1 or 2 but was 3");
	}

}
