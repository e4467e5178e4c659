package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.StreamOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerChoice}.
 */
class ServerChoiceTests {

	@Test
	void singleServerIsTriedAfterADelay() {
		ServerChoice choice = choice(false, "a");
		for (int i = 0; i < 3; i++) {
			assertThat(choice.choose().host()).isEqualTo("a");
			assertThat(choice.failed(null)).isFalse();
		}
	}

	@Test
	void allServersAreTriedInTheirOrderBeforeADelay() {
		ServerChoice choice = choice(false, "a", "b", "c");
		for (int i = 0; i < 3; i++) {
			assertThat(choice.choose().host()).isEqualTo("a");
			assertThat(choice.failed(null)).isTrue();
			assertThat(choice.choose().host()).isEqualTo("b");
			assertThat(choice.failed(null)).isTrue();
			assertThat(choice.choose().host()).isEqualTo("c");
			assertThat(choice.failed(null)).isFalse();
		}
	}

	@Test
	void roundBeginsAnewOnlyAfterAStableConnection() {
		ServerChoice choice = choice(false, "a", "b");
		assertThat(choice.failed(null)).isTrue();
		choice.stable();
		assertThat(choice.failed(null)).isTrue();
		// Connected, but not for long
		assertThat(choice.failed(null)).isFalse();
	}

	@Test
	void firstServerIsPreferredWhenConnectingAgain() {
		ServerChoice choice = choice(true, "a", "b");
		choice.failed("x y");
		choice.restart();
		assertThat(choice.choose().host()).isEqualTo("a");
		assertThat(choice.failed(null)).isTrue();
		assertThat(choice.choose().host()).isEqualTo("b");
	}

	@Test
	void referenceIsNotFollowedUnlessThatIsAllowed() {
		ServerChoice choice = choice(false, "a");
		assertThat(choice.failed("x")).isFalse();
		assertThat(choice.choose().host()).isEqualTo("a");
	}

	@Test
	void serversOfAReferenceComeBeforeTheConfiguredOnes() {
		ServerChoice choice = choice(true, "a", "b");
		assertThat(choice.failed("x y")).isTrue();
		assertThat(choice.choose().host()).isEqualTo("x");
		assertThat(choice.failed(null)).isTrue();
		assertThat(choice.choose().host()).isEqualTo("y");
		assertThat(choice.failed(null)).isTrue();
		assertThat(choice.choose().host()).isEqualTo("b");
		assertThat(choice.failed(null)).isFalse();
		assertThat(choice.choose().host()).isEqualTo("a");
	}

	@Test
	void referenceThatCannotBeUsedIsAFailureLikeAnyOther() {
		ServerChoice choice = choice(true, "a");
		assertThat(choice.failed("http://x")).isFalse();
		assertThat(choice.choose().host()).isEqualTo("a");
	}

	@Test
	void serversCannotSendAClientInCircles() {
		ServerChoice choice = choice(true, "a");
		for (int i = 0; i < 2; i++) {
			assertThat(choice.failed("x")).isTrue();
			assertThat(choice.failed("a")).isTrue();
		}
		assertThat(choice.failed("x")).isFalse();
		assertThat(choice.choose().host()).isEqualTo("a");
		choice.stable();
		assertThat(choice.failed("x")).isTrue();
	}

	@Test
	void nothingMoreIsTriedWhenNobodyWaits() {
		ServerChoice choice = choice(true, "a", "b", "c");
		choice.giveUp();
		assertThat(choice.failed("x")).isFalse();
	}

	private static ServerChoice choice(boolean followReference, String... hosts) {
		List<ServerAddress> addresses = Stream.of(hosts).map((host) -> new ServerAddress(host, 1883)).toList();
		return new ServerChoice(new ServerSettings(addresses, StreamOptions.DEFAULT, followReference));
	}

}
