package io.topicwire.mqtt.benchmarks.comparison;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Options}.
 */
class OptionsTests {

	@Test
	void withoutOptionsEverythingIsRunAndWritten() {
		Options options = Options.parse();
		assertThat(options.mode()).isEqualTo(Options.Mode.FULL);
		assertThat(options.plan().metrics()).isEqualTo(Metric.all());
		assertThat(options.plan().clients()).isEqualTo(Client.all());
		assertThat(options.output()).contains(Options.modulesFolder().resolve("RESULTS.md"));
	}

	@Test
	void aQuickLookIsPrintedOnly() {
		Options options = Options.parse("--quick");
		assertThat(options.plan().rounds()).isOne();
		assertThat(options.output()).isEmpty();
	}

	@Test
	void oneMetricForSomeClientsCanBeRun() {
		Options options = Options.parse("--metric", "publish-qos0,receive-qos1", "--clients", "topicwire,hivemq",
				"--rounds", "7", "--seconds", "0.5", "--mqtt", "5");
		assertThat(options.plan().metrics()).containsExactly(Metric.PUBLISH_QOS0, Metric.RECEIVE_QOS1);
		assertThat(options.plan().clients()).containsExactly(Client.HIVEMQ, Client.TOPICWIRE);
		assertThat(options.plan().rounds()).isEqualTo(7);
		assertThat(options.plan().duration()).isEqualTo(500);
		assertThat(options.plan().version()).isEqualTo(5);
		assertThat(options.output()).isEmpty();
	}

	@Test
	void theOrderOfOptionsDoesNotMatter() {
		assertThat(Options.parse("--rounds", "2", "--output", "x", "--quick"))
			.isEqualTo(Options.parse("--quick", "--output", "x", "--rounds", "2"));
		assertThat(Options.parse("--output", "x").output()).contains(Path.of("x"));
	}

	@Test
	void saysWhatThereIsInsteadOfSomethingUnknown() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--metric", "publish"))
			.withMessageContaining("There is no metric 'publish'; there are [publish-qos0, ");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--clients", "emqx"))
			.withMessageContaining("There is no client 'emqx'; there are [limit, paho");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--fast", "1"))
			.withMessage("There is no option '--fast'");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--rounds"))
			.withMessageContaining("'--rounds'");
	}

}
