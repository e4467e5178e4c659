package io.topicwire.mqtt.architecture;

import java.lang.annotation.Annotation;
import java.util.Objects;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tests for the rules that Spring Boot has for its own modules.
 */
class BootRulesTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.topicwire.mqtt.spring", "io.topicwire.mqtt.boot");

	@Test
	void autoConfigurationsArePublicAndFinal() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration");
		rule.check(CLASSES);
	}

	@Test
	void configurationsHaveNoPublicMembers() {
		ArchRule rule = ArchRuleDefinition.members()
			.that()
			.areDeclaredInClassesThat()
			.areMetaAnnotatedWith(Configuration.class)
			.should()
			.notBePublic();
		rule.check(CLASSES);
	}

	@Test
	void configurationsDoNotProxyTheirBeanMethods() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(Configuration.class)
			.should(haveAttribute(Configuration.class, "proxyBeanMethods", false));
		rule.check(CLASSES);
	}

	@Test
	void beanMethodsDoNotAskForClasses() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBeAnnotatedWith(ConditionalOnClass.class);
		rule.check(CLASSES);
	}

	@Test
	void beanMethodsAreNotPrivate() {
		ArchRule rule = ArchRuleDefinition.methods().that().areAnnotatedWith(Bean.class).should().notBePrivate();
		rule.check(CLASSES);
	}

	@Test
	void missingBeanConditionsDoNotRepeatTheReturnType() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(ConditionalOnMissingBean.class)
			.should(notNameTheirReturnType());
		rule.check(CLASSES);
	}

	@Test
	void beanPostProcessorsAreMadeByStaticMethods() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
				.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class)))
			.should()
			.beStatic();
		rule.check(CLASSES);
	}

	@Test
	void configurationPropertiesNameTheirPrefixAsValue() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(ConfigurationProperties.class)
			.should(haveAttribute(ConfigurationProperties.class, "prefix", ""));
		rule.check(CLASSES);
	}

	@Test
	void caseIsChangedForALocale() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.callMethod(String.class, "toLowerCase")
			.orShould()
			.callMethod(String.class, "toUpperCase");
		rule.check(CLASSES);
	}

	@Test
	void listsAreCollectedWithToList() {
		ArchRule rule = ArchRuleDefinition.noClasses().should().callMethod(Collectors.class, "toList");
		rule.check(CLASSES);
	}

	@Test
	void argumentsAreCheckedWithAssert() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.callMethod(Objects.class, "requireNonNull", Object.class, String.class);
		rule.check(CLASSES);
	}

	@Test
	void loggingIsCommonsLogging() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("org.slf4j..", "java.util.logging..")
				.and(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(MDC.class))));
		rule.check(CLASSES);
	}

	@Test
	void lifecycleIsNotAnnotated() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("jakarta.annotation..");
		rule.check(CLASSES);
	}

	private static ArchCondition<JavaClass> haveAttribute(Class<? extends Annotation> annotation, String name,
			Object value) {
		return new ArchCondition<>("have %s = %s in @%s".formatted(name, value, annotation.getSimpleName())) {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				Object actual = type.getAnnotationOfType(annotation.getName()).get(name).orElse(null);
				if (!value.equals(actual)) {
					events.add(SimpleConditionEvent.violated(type, type.getName() + " has " + actual));
				}
			}

		};
	}

	private static ArchCondition<JavaMethod> notNameTheirReturnType() {
		return new ArchCondition<>("not name their return type in @ConditionalOnMissingBean") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				JavaAnnotation<?> annotation = method.getAnnotationOfType(ConditionalOnMissingBean.class.getName());
				JavaClass[] types = (JavaClass[]) annotation.get("value").orElse(new JavaClass[0]);
				for (JavaClass type : types) {
					if (type.equals(method.getRawReturnType())) {
						events.add(SimpleConditionEvent.violated(method, method.getFullName()));
					}
				}
			}

		};
	}

}
