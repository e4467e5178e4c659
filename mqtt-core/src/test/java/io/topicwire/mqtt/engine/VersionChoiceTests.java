package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.BrokerRemarks;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttUnsupportedVersionException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.stream.ServerAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VersionChoice}.
 */
class VersionChoiceTests {

	private static final ProtocolVersion MQTT_5 = ProtocolVersion.MQTT_5;

	private static final ProtocolVersion MQTT_3_1_1 = ProtocolVersion.MQTT_3_1_1;

	private static final ServerAddress SERVER = new ServerAddress("broker", 1883);

	private final VersionChoice choice = new VersionChoice(List.of(MQTT_5, MQTT_3_1_1));

	@Test
	void preferredVersionIsTriedFirst() {
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_5);
	}

	@Test
	void refusedVersionIsFollowedByTheOtherAtOnce() {
		assertThat(this.choice.failed(attempt(MQTT_5), refusal(MQTT_5))).isTrue();
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_3_1_1);
	}

	@Test
	void eachServerHasItsOwnVersion() {
		this.choice.failed(attempt(MQTT_5), refusal(MQTT_5));
		assertThat(this.choice.choose(new ServerAddress("other", 1883))).isEqualTo(MQTT_5);
	}

	@Test
	void versionThatWorksIsKept() {
		this.choice.failed(attempt(MQTT_5), refusal(MQTT_5));
		this.choice.accepted(attempt(MQTT_3_1_1));
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_3_1_1);
	}

	@Test
	void connectWithoutAnAnswerIsFollowedByTheOtherVersionAtOnce() {
		assertThat(this.choice.failed(attempt(MQTT_5), silence(MQTT_5))).isTrue();
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_3_1_1);
	}

	@Test
	void unreachableServerSaysNothingAboutVersions() {
		assertThat(this.choice.failed(attempt(MQTT_5), new MqttConnectionException("refused"))).isFalse();
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_5);
	}

	@Test
	void serverThatHasAcceptedThePreferredVersionIsBelievedOnlyIfItRefusesIt() {
		this.choice.accepted(attempt(MQTT_5));
		assertThat(this.choice.failed(attempt(MQTT_5), silence(MQTT_5))).isFalse();
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_5);
		assertThat(this.choice.failed(attempt(MQTT_5), refusal(MQTT_5))).isTrue();
		this.choice.accepted(attempt(MQTT_3_1_1));
		this.choice.failed(attempt(MQTT_3_1_1), new MqttConnectionException("refused"));
		assertThat(this.choice.failed(attempt(MQTT_5), silence(MQTT_5))).isTrue();
	}

	@Test
	void failureOfTheOtherVersionBringsThePreferredOneBackAfterTheDelay() {
		this.choice.failed(attempt(MQTT_5), silence(MQTT_5));
		assertThat(this.choice.failed(attempt(MQTT_3_1_1), silence(MQTT_3_1_1))).isFalse();
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_5);
	}

	@Test
	void serverThatHasLearntBringsThePreferredVersionBackAtOnce() {
		this.choice.failed(attempt(MQTT_5), refusal(MQTT_5));
		this.choice.accepted(attempt(MQTT_3_1_1));
		assertThat(this.choice.failed(attempt(MQTT_3_1_1), refusal(MQTT_3_1_1))).isTrue();
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_5);
	}

	@Test
	void serverThatRefusesEveryVersionIsLeft() {
		assertThat(this.choice.failed(attempt(MQTT_5), refusal(MQTT_5))).isTrue();
		assertThat(this.choice.failed(attempt(MQTT_3_1_1), refusal(MQTT_3_1_1))).isFalse();
		assertThat(this.choice.choose(SERVER)).isEqualTo(MQTT_5);
	}

	@Test
	void silentServerIsNotAskedInTurnsForEver() {
		assertThat(this.choice.failed(attempt(MQTT_5), silence(MQTT_5))).isTrue();
		assertThat(this.choice.failed(attempt(MQTT_3_1_1), refusal(MQTT_3_1_1))).isTrue();
		assertThat(this.choice.failed(attempt(MQTT_5), silence(MQTT_5))).isFalse();
	}

	@Test
	void fixedVersionIsNeverReplaced() {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			VersionChoice fixed = new VersionChoice(List.of(version));
			assertThat(fixed.failed(attempt(version), refusal(version))).isFalse();
			assertThat(fixed.failed(attempt(version), silence(version))).isFalse();
			assertThat(fixed.choose(SERVER)).isEqualTo(version);
		}
	}

	private static Attempt attempt(ProtocolVersion version) {
		return new Attempt(SERVER, version, "meter", true);
	}

	private static MqttException refusal(ProtocolVersion version) {
		return new MqttUnsupportedVersionException(version, "refused", BrokerRemarks.NONE);
	}

	private static MqttException silence(ProtocolVersion version) {
		return new UnansweredConnectException(SERVER, version, null);
	}

}
