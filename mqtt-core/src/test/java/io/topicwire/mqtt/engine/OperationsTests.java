package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.fake.VirtualTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Operations}.
 */
class OperationsTests {

	private static final Duration COMMON = Duration.ofSeconds(30);

	private final VirtualTimer timer = new VirtualTimer();

	private final Operations operations = new Operations(COMMON, this.timer, new ClientLock());

	private final List<String> ended = new ArrayList<>();

	private int whenFinished;

	@Test
	void operationsExpireInTheOrderOfTheirDeadlinesWhateverTheirTimeLimits() {
		start("common 1", null);
		start("long", Duration.ofSeconds(60));
		start("short", Duration.ofSeconds(5));
		this.timer.advance(Duration.ofSeconds(2));
		start("shorter", Duration.ofSeconds(1));
		start("common 2", null);
		start("as common", COMMON);
		assertExpiry(Duration.ofMillis(999));
		assertExpiry(Duration.ofMillis(1), "shorter timed out after 1000 ms");
		assertExpiry(Duration.ofSeconds(2), "short timed out after 5000 ms");
		assertExpiry(Duration.ofSeconds(25), "common 1 timed out after 30000 ms");
		assertExpiry(Duration.ofSeconds(2), "common 2 timed out after 30000 ms", "as common timed out after 30000 ms");
		assertExpiry(Duration.ofSeconds(28), "long timed out after 60000 ms");
	}

	@Test
	void operationsWithTheSameDeadlineExpireInTheOrderOfTheirStart() {
		start("1", Duration.ofSeconds(5));
		start("2", Duration.ofSeconds(5));
		this.timer.advance(Duration.ofSeconds(2));
		start("3", Duration.ofSeconds(3));
		assertExpiry(Duration.ofSeconds(3), "1 timed out after 5000 ms", "2 timed out after 5000 ms",
				"3 timed out after 3000 ms");
	}

	@Test
	void finishedOperationDoesNotExpire() {
		TestOperation deviating = start("deviating", Duration.ofSeconds(5));
		TestOperation common = start("common", null);
		start("left", Duration.ofSeconds(40));
		deviating.complete(null);
		common.complete(null);
		deviating.complete(null);
		common.fail(new MqttException("late"));
		assertThat(this.ended).containsExactly("deviating completed", "common completed");
		this.ended.clear();
		assertExpiry(Duration.ofSeconds(39));
		assertExpiry(Duration.ofSeconds(1), "left timed out after 40000 ms");
	}

	@Test
	void unlimitedOperationNeverExpires() {
		TestOperation unlimited = startUnlimited("unlimited");
		start("common", null);
		assertExpiry(Duration.ofDays(400), "common timed out after 30000 ms");
		unlimited.complete(null);
		assertThat(this.ended).containsExactly("unlimited completed");
	}

	@Test
	void allOperationsCanFail() {
		start("common", null);
		startUnlimited("unlimited");
		start("deviating", Duration.ofSeconds(40));
		this.operations.fail(() -> new MqttException("closed"));
		assertThat(this.ended).containsExactlyInAnyOrder("common failed: closed", "unlimited failed: closed",
				"deviating failed: closed");
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.ended).hasSize(3);
	}

	@Test
	void actionRunsWhenAllOperationsAreFinishedThatWereUnderWay() {
		TestOperation common = start("common", null);
		TestOperation deviating = start("deviating", Duration.ofSeconds(40));
		TestOperation unlimited = startUnlimited("unlimited");
		this.operations.whenFinished(() -> this.whenFinished++);
		start("later", null);
		unlimited.complete(null);
		common.complete(null);
		assertThat(this.whenFinished).isZero();
		deviating.complete(null);
		assertThat(this.whenFinished).isOne();
		this.operations.fail(() -> new MqttException("closed"));
		assertThat(this.whenFinished).isOne();
	}

	@Test
	void actionRunsAtOnceWithoutOperations() {
		start("before", null).complete(null);
		this.operations.whenFinished(() -> this.whenFinished++);
		assertThat(this.whenFinished).isOne();
	}

	@Test
	void laterActionReplacesAnEarlierOne() {
		TestOperation first = start("first", null);
		this.operations.whenFinished(() -> this.whenFinished += 100);
		TestOperation second = start("second", null);
		this.operations.whenFinished(() -> this.whenFinished++);
		first.complete(null);
		assertThat(this.whenFinished).isZero();
		second.complete(null);
		assertThat(this.whenFinished).isOne();
	}

	private TestOperation start(String name, @Nullable Duration timeout) {
		TestOperation operation = new TestOperation(name);
		this.operations.start(operation, timeout);
		return operation;
	}

	private TestOperation startUnlimited(String name) {
		TestOperation operation = new TestOperation(name);
		this.operations.startUnlimited(operation, this.timer.nanoTime());
		return operation;
	}

	private void assertExpiry(Duration elapsed, String... expired) {
		this.timer.advance(elapsed);
		assertThat(this.ended).containsExactly(expired);
		this.ended.clear();
	}

	private final class TestOperation extends Operation<@Nullable Void> {

		private final String name;

		TestOperation(String name) {
			this.name = name;
		}

		@Override
		Operations operations() {
			return OperationsTests.this.operations;
		}

		@Override
		String describe() {
			return this.name;
		}

		@Override
		void completed(@Nullable Void result) {
			OperationsTests.this.ended.add(this.name + " completed");
		}

		@Override
		void failed(MqttException failure) {
			OperationsTests.this.ended.add((failure instanceof MqttTimeoutException)
					? failure.getMessage().replace("was not finished", "timed out")
					: this.name + " failed: " + failure.getMessage());
		}

	}

}
