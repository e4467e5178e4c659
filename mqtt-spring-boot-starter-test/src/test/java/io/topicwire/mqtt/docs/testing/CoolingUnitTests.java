package io.topicwire.mqtt.docs.testing;

import io.topicwire.mqtt.docs.testing.Cooling.Reading;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import org.junit.jupiter.api.Test;

import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Sample of a test without a broker.
 */
// tag::unit[]
class CoolingUnitTests {

	private final MqttTemplate mqttTemplate = mock();

	private final Cooling cooling = new Cooling(this.mqttTemplate);

	@Test
	void machineThatIsTooHotIsToldToCoolDown() {
		this.cooling.onTemperature(new Reading(95), "press");
		then(this.mqttTemplate).should().send("machines/press/commands", "cool-down");
	}

	@Test
	void machineThatIsNotTooHotIsLeftAlone() {
		this.cooling.onTemperature(new Reading(89), "press");
		then(this.mqttTemplate).shouldHaveNoInteractions();
	}

}
// end::unit[]
