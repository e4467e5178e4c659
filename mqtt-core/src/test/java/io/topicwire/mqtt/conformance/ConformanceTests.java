package io.topicwire.mqtt.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every statement of the specifications that concerns a client is proven by a
 * test.
 */
class ConformanceTests {

	private static final List<Proof> PROOFS = Proof.findAll();

	@Test
	void tablesAreComplete() {
		assertThat(countByApplies(Specification.MQTT_3_1_1))
			.isEqualTo(Map.of("send", 50L, "receive", 33L, "both", 23L, "server", 35L));
		assertThat(countByApplies(Specification.MQTT_5))
			.isEqualTo(Map.of("send", 72L, "receive", 77L, "both", 52L, "server", 50L));
	}

	private Map<String, Long> countByApplies(Specification specification) {
		return specification.statements()
			.values()
			.stream()
			.collect(Collectors.groupingBy(Statement::applies, Collectors.counting()));
	}

	@Test
	void everyProofIsATestThatRuns() {
		assertThat(PROOFS).isNotEmpty().allMatch(Proof::runs);
	}

	@Test
	void everyProofIsOfAStatementInTheTables() {
		assertThat(PROOFS).allMatch((proof) -> proof.specification().statements().containsKey(proof.id()));
	}

	@Test
	void noProofIsOfAStatementForServersOnly() {
		assertThat(PROOFS).noneMatch((proof) -> {
			Statement statement = proof.specification().statements().get(proof.id());
			return statement != null && statement.isForServersOnly();
		});
	}

	@Test
	void noTestProvesTheSameStatementTwice() {
		assertThat(PROOFS).doesNotHaveDuplicates();
	}

	@Test
	void everyStatementForClientsIsProven() {
		for (Specification specification : Specification.values()) {
			Set<String> proven = provenIn(specification);
			assertThat(specification.statements().values()).filteredOn((statement) -> !statement.isForServersOnly())
				.extracting(Statement::id)
				.isNotEmpty()
				.allMatch(proven::contains);
		}
	}

	private Set<String> provenIn(Specification specification) {
		return PROOFS.stream()
			.filter((proof) -> proof.specification() == specification)
			.map(Proof::id)
			.collect(Collectors.toSet());
	}

}
